"""What the tests of smaller encoders share: a small model of several layers with a Unigram tokenizer, and a corpus."""

import json
from pathlib import Path

import pytest

from eval.smaller.student import make_student
from ingest.encoder import prepare_encoder
from search.encoder import Encoder
from tests.conftest import copy_corpus

FOREIGN = ("ελλάδα", "▁ქართული", "العربية", "한국어")
LAYERS = 4


@pytest.fixture(scope="session")
def teacher(real_corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder: a random BERT of four layers, with pieces of foreign scripts.

    Its positions are silenced and its weights small: it compares bags of pieces, enough to find a text by its words.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    special = ["<s>", "<pad>", "</s>", "<unk>"]
    trained = Tokenizer(models.Unigram())
    trained.normalizer = normalizers.NFKC()
    trained.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    lines = (real_corpus_folder / "rozdil-01.txt").read_text(encoding="utf-8").splitlines()
    trainer = trainers.UnigramTrainer(vocab_size=600, special_tokens=special, unk_token="<unk>", show_progress=False)
    trained.train_from_iterator(lines, trainer)
    content = json.loads(trained.to_str())
    content["model"]["vocab"] += [*([piece, -9.0] for piece in FOREIGN), ["<mask>", 0.0]]
    tokenizer = Tokenizer.from_str(json.dumps(content))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    names = dict(zip(("bos_token", "pad_token", "eos_token", "unk_token"), special, strict=True))
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=512, mask_token="<mask>", **names)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(fast),
        hidden_size=128,
        num_hidden_layers=LAYERS,
        num_attention_heads=2,
        intermediate_size=128,
        pad_token_id=1,
        initializer_range=0.05,
    )
    folder = tmp_path_factory.mktemp("teacher")
    bert = BertModel(config, add_pooling_layer=False)
    with torch.no_grad():
        bert.embeddings.position_embeddings.weight.zero_()
    bert.save_pretrained(folder / "bert")
    fast.save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(128, pooling_mode="mean"), Normalize()]
    prompts = {"query": "питання: ", "document": "уривок: "}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder / "small-bert"))
    return folder / "small-bert"


@pytest.fixture(scope="session")
def student(teacher: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The teacher with two of its layers; to be read only."""
    folder = tmp_path_factory.mktemp("student") / "dropped"
    make_student(teacher, 2, folder)
    return folder


@pytest.fixture(scope="session")
def few_asked(real_corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder with few asked questions; to be read only."""
    return copy_corpus(real_corpus_folder, tmp_path_factory.mktemp("corpus") / "uk")


@pytest.fixture(scope="session")
def small_var(teacher: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `var/` is, with the teacher's encoder."""
    var = tmp_path_factory.mktemp("var")
    prepare_encoder(str(teacher), var)
    return var


@pytest.fixture(scope="session")
def teacher_encoder(teacher: Path, small_var: Path) -> Encoder:
    """The teacher, exported and loaded."""
    return Encoder(prepare_encoder(str(teacher), small_var), threads=1)
