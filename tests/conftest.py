"""What all tests share: the real guide, the real encoder (made once, kept under `var/`), and one published build."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from ingest.build import ingest_corpus
from ingest.corpus import Corpus, read_corpus
from ingest.encoder import prepare_encoder
from ingest.sections import parse_guide
from search.build import Build, load_build
from search.encoder import Encoder
from search.engine import Engine
from search.guide import Guide
from search.published import current_build, point_current_at

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("bounded", max_examples=50, deadline=None, derandomize=True)
settings.load_profile("bounded")


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def real_corpus_folder() -> Path:
    """The corpus as it stands in the repository; to be read only."""
    return ROOT / "corpus" / "uk"


def copy_corpus(source: Path, target: Path) -> Path:
    """A corpus folder with the real guide and every fortieth of the asked questions, so that it is ingested fast."""
    target.mkdir()
    for file in source.iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    questions = (source / "asked.jsonl").read_bytes().splitlines(keepends=True)
    (target / "asked.jsonl").write_bytes(b"".join(questions[::40]))
    return target


@pytest.fixture
def corpus_folder(real_corpus_folder: Path, tmp_path: Path) -> Path:
    """A copy of the corpus folder, with few asked questions, that a test may change."""
    return copy_corpus(real_corpus_folder, tmp_path / "corpus")


@pytest.fixture(scope="session")
def corpus(real_corpus_folder: Path) -> Corpus:
    """The corpus, read."""
    return read_corpus(real_corpus_folder)


@pytest.fixture(scope="session")
def guide(corpus: Corpus) -> Guide:
    """The guide, parsed from the corpus."""
    return parse_guide(corpus)


@pytest.fixture(scope="session")
def encoder_folder() -> Path:
    """The default encoder, exported; made once for all runs."""
    return prepare_encoder("multilingual-e5-small", ROOT / "var")


@pytest.fixture(scope="session")
def tiny_model_folder(real_corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder made here: a small random BERT with a WordPiece tokenizer and prompts of its own.

    Its positions are silenced, so that it compares bags of word pieces: enough to find a text by its own words.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("models")
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    words = set((real_corpus_folder / "rozdil-01.txt").read_text(encoding="utf-8").lower().split())
    letters = sorted(set("".join(words)))
    pieces = [*special.values(), *letters, *(f"##{letter}" for letter in letters), *sorted(words)]
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    torch.manual_seed(0)
    sizes = {"hidden_size": 128, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 128}
    bert = BertModel(BertConfig(vocab_size=tokenizer.get_vocab_size(), **sizes), add_pooling_layer=False)
    with torch.no_grad():
        bert.embeddings.position_embeddings.weight.zero_()
    bert.save_pretrained(folder / "bert")
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=512, **special).save_pretrained(
        folder / "bert"
    )
    modules = [Transformer(str(folder / "bert")), Pooling(sizes["hidden_size"], pooling_mode="mean")]
    prompts = {"query": "питання: ", "document": "уривок: "}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder / "tiny-bert"))
    return folder / "tiny-bert"


@pytest.fixture(scope="session")
def tiny_encoder_folder(tiny_model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny model, exported; for tests of ingesting, which is about ten times faster with it."""
    return prepare_encoder(str(tiny_model_folder), tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def tiny_published_index(
    real_corpus_folder: Path, tiny_encoder_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An index folder with a published build made with the tiny encoder; to be read only."""
    folder = tmp_path_factory.mktemp("tiny")
    corpus = copy_corpus(real_corpus_folder, folder / "corpus")
    ingest_corpus(corpus, folder / "index", tiny_encoder_folder)
    return folder / "index"


@pytest.fixture
def tiny_index(tiny_published_index: Path, tmp_path: Path) -> Path:
    """A copy of the tiny encoder's index folder that a test may change."""
    copy = tmp_path / "index"
    shutil.copytree(tiny_published_index, copy, symlinks=True)
    return copy


@dataclass(frozen=True, slots=True)
class TwoBuilds:
    """A folder as `var/` is, with two builds of which one sentence of the guide differs; the first is published."""

    var: Path
    first: str
    second: str

    @property
    def index(self) -> Path:
        """The index folder."""
        return self.var / "index"


def reword(corpus: Path) -> None:
    """Change a sentence of the guide."""
    file = corpus / "rozdil-01.txt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Ніколи не бути депортованим", "Ніколи раніше не бути депортованим"), encoding="utf-8")


@pytest.fixture(scope="session")
def tiny_two_builds(
    tiny_published_index: Path,
    real_corpus_folder: Path,
    tiny_encoder_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> TwoBuilds:
    """Two builds made with the tiny encoder; to be read only."""
    var = tmp_path_factory.mktemp("two-builds")
    (var / "encoders").symlink_to(tiny_encoder_folder.parent)
    shutil.copytree(tiny_published_index, var / "index", symlinks=True)
    first = current_build(var / "index").name
    corpus = copy_corpus(real_corpus_folder, var / "corpus")
    reword(corpus)
    second = ingest_corpus(corpus, var / "index", tiny_encoder_folder).build
    point_current_at(var / "index", first)
    return TwoBuilds(var, first, second)


@pytest.fixture
def two_builds(tiny_two_builds: TwoBuilds, tmp_path: Path) -> TwoBuilds:
    """A copy of them that a test may change."""
    var = tmp_path / "var"
    shutil.copytree(tiny_two_builds.var, var, symlinks=True)
    return TwoBuilds(var, tiny_two_builds.first, tiny_two_builds.second)


def _take_over_published_build(source: Path, target: Path) -> None:
    """Copy what `dovidnyk ingest` published here, if anything, so that unchanged questions aren't encoded again."""
    current = source / "current"
    if current.exists():
        shutil.copytree(current, target / "builds" / current.resolve().name)
        (target / "current").symlink_to(Path("builds") / current.resolve().name)


@pytest.fixture(scope="session")
def var_folder(real_corpus_folder: Path, encoder_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `var/` is: a published build in `index/`, the encoders beside it; to be read only."""
    var = tmp_path_factory.mktemp("var")
    (var / "encoders").symlink_to(encoder_folder.parent)
    _take_over_published_build(ROOT / "var" / "index", var / "index")
    ingest_corpus(real_corpus_folder, var / "index", encoder_folder)
    return var


@pytest.fixture(scope="session")
def published_index(var_folder: Path) -> Path:
    """The index folder with the published build of the real corpus; to be read only."""
    return var_folder / "index"


@pytest.fixture
def own_index(published_index: Path, tmp_path: Path) -> Path:
    """A copy of the published index folder that a test may change."""
    copy = tmp_path / "index"
    shutil.copytree(published_index, copy, symlinks=True)
    return copy


@pytest.fixture(scope="session")
def build(published_index: Path) -> Build:
    """The published build, opened."""
    return load_build(current_build(published_index))


@pytest.fixture(scope="session")
def encoder(encoder_folder: Path) -> Encoder:
    """The default encoder, loaded."""
    return Encoder(encoder_folder)


@pytest.fixture(scope="session")
def engine(build: Build, encoder: Encoder) -> Engine:
    """The engine over the published build."""
    return Engine(build, encoder)
