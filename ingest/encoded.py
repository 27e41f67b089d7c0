"""Vectors made so far, kept while an ingest is at work, so that one that was ended goes on where it was.

    var/index/encoded-<encoder>   records of one length: digest of prompt and text, vector, check sum; only added to

Ingest holds the index folder's lock meanwhile. A damaged tail, as a full disk or a power cut leaves, is cut off.
"""

import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.encoder import Encoder

Vector = NDArray[np.float32]
_Encode = Callable[[Iterable[str]], Iterator[Vector]]

BLOCK = 256
"""How many vectors a kill may lose."""

_NAME = "encoded-"
_DIGEST_BYTES = 32
_SUM_BYTES = 4


class EncodedTexts:
    """Encodes what isn't kept yet, and keeps it.

    Attributes:
        made: number of texts that had to be encoded.
    """

    def __init__(self, encoder: Encoder, file: Path) -> None:
        """Take up what an earlier, ended ingest kept."""
        self.made = 0
        self._encoder = encoder
        self._vector_bytes = encoder.description.dimension * np.dtype(np.float32).itemsize
        self._file = os.open(file, os.O_RDWR | os.O_CREAT)
        self._places = self._sound_records()
        os.ftruncate(self._file, len(self._places) * self._record_bytes)

    def documents(self, texts: Iterable[str]) -> Iterator[Vector]:
        """Unit vectors of passages, in order."""
        return self._all("document", self._encoder.encode_documents, texts)

    def queries(self, texts: Iterable[str]) -> Iterator[Vector]:
        """Unit vectors of questions, in order."""
        return self._all("query", self._encoder.encode_queries, texts)

    def close(self) -> None:
        """Let go of the file; it stays."""
        os.close(self._file)

    @property
    def _record_bytes(self) -> int:
        return _DIGEST_BYTES + self._vector_bytes + _SUM_BYTES

    def _sound_records(self) -> dict[bytes, int]:
        """Digest to place, up to the first record that isn't whole."""
        places: dict[bytes, int] = {}
        while len(record := os.pread(self._file, self._record_bytes, len(places) * self._record_bytes)):
            body, check = record[:-_SUM_BYTES], record[-_SUM_BYTES:]
            if len(record) < self._record_bytes or _check_sum(body) != check or body[:_DIGEST_BYTES] in places:
                break
            places[body[:_DIGEST_BYTES]] = len(places)
        return places

    def _all(self, kind: str, encode: _Encode, texts: Iterable[str]) -> Iterator[Vector]:
        left = iter(texts)
        while block := list(islice(left, BLOCK)):
            digests = [hashlib.sha256(f"{kind}\n{text}".encode()).digest() for text in block]
            new = {digest: text for digest, text in zip(digests, block, strict=True) if digest not in self._places}
            self._keep(dict(zip(new, encode(new.values()), strict=True)))
            yield from map(self._kept, digests)

    def _keep(self, vectors: dict[bytes, Vector]) -> None:
        bodies = [digest + vector.astype(np.float32).tobytes() for digest, vector in vectors.items()]
        end = len(self._places) * self._record_bytes
        _write_all(self._file, b"".join(body + _check_sum(body) for body in bodies), end)
        self._places |= {digest: len(self._places) + place for place, digest in enumerate(vectors)}
        self.made += len(vectors)

    def _kept(self, digest: bytes) -> Vector:
        start = self._places[digest] * self._record_bytes + _DIGEST_BYTES
        return np.frombuffer(os.pread(self._file, self._vector_bytes, start), np.float32)


@contextmanager
def encoded_texts(index: Path, encoder: Encoder) -> Iterator[EncodedTexts]:
    """What is kept for an encoder in an index folder; whoever calls this holds the folder's lock."""
    name = hashlib.sha256(encoder.description.id.encode()).hexdigest()[:16]
    kept = EncodedTexts(encoder, index / f"{_NAME}{name}")
    try:
        yield kept
    finally:
        kept.close()


def forget_encoded(index: Path) -> None:
    """Remove what is kept, of any encoder: a published build has all of it."""
    for file in index.glob(f"{_NAME}*"):
        file.unlink()


def _check_sum(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(_SUM_BYTES, "little")


def _write_all(file: int, data: bytes, start: int) -> None:
    """Write at a place; the system may take it in parts."""
    left = memoryview(data)
    while left:
        written = os.pwrite(file, left, start)
        left, start = left[written:], start + written
