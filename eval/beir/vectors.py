"""Passages and vectors of a foreign corpus, kept in a folder so that a run that was killed goes on where it was.

passages.jsonl   a passage a line: row of its document, tokens, text
documents.jsonl  a document id a line
counts.json      written last: without it, the corpus is cut anew
vectors.f32      a row a passage, appended as soon as it is encoded: the file's length says how far the work is

One text at a time, as many at once as there are processors, each on one of them: on two cores about twice the tokens
a second of two threads on one text, and the very same vectors. A padded batch of texts of one length is no faster, and
its int8 vectors differ (cosine down to 0.994), because activations are scaled by the batch's largest.
"""

import fcntl
import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from eval.beir.chunks import CHUNKER_VERSION, cut_document
from eval.beir.corpus import BeirError, Document
from search.encoder import Encoder, Vector

Advance = Callable[[int], None]

_FLOAT_BYTES = 4
_AHEAD = 2

Item = TypeVar("Item")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a corpus holds.

    Attributes:
        documents: number of documents, those without words included.
        passages: number of passages.
        tokens: their length in the encoder's tokens, each counted up to the encoder's window.
    """

    documents: int
    passages: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage, the row of its document, and its length in tokens."""

    document: int
    tokens: int
    text: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """What a run encoded, and what it found done."""

    passages: int
    tokens: int
    seconds: float
    kept: int

    @property
    def tokens_per_second(self) -> float | None:
        """Speed of this run; `None` where all was kept from an earlier one."""
        return self.tokens / self.seconds if self.passages else None


def work_name(corpus_digest: str, encoder_id: str, limit: int | None) -> str:
    """Name of the folder for a corpus, an encoder and a limit: others never share it."""
    model = encoder_id.rpartition("@")[2]
    return f"{corpus_digest[:12]}-{model}-{CHUNKER_VERSION}" + (f"-{limit}" if limit is not None else "")


@contextmanager
def working(folder: Path) -> Iterator[None]:
    """Hold the folder, made if need be.

    Raises:
        BeirError: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BeirError(f"another run is at work in {folder}; wait until it is done") from error
        yield


def forget(folder: Path) -> None:
    """Remove what was kept."""
    for name in ("counts.json", "vectors.f32"):
        (folder / name).unlink(missing_ok=True)


def cut_corpus(folder: Path, documents: Iterable[Document], encoder: Encoder) -> Counts:
    """Cut a corpus into passages, unless the folder holds them already; one document at a time is in memory."""
    counts = folder / "counts.json"
    if counts.exists():
        return Counts(**json.loads(counts.read_text(encoding="utf-8")))
    window = encoder.description.max_tokens
    held = passages = tokens = 0
    with (
        (folder / "passages.jsonl").open("w", encoding="utf-8") as lines,
        (folder / "documents.jsonl").open("w", encoding="utf-8") as ids,
    ):
        for document in documents:
            ids.write(json.dumps(document.id, ensure_ascii=False) + "\n")
            for text in cut_document(document.title or "", document.text, encoder.count_tokens, window):
                passage = Passage(held, min(encoder.count_tokens(text), window), text)
                lines.write(json.dumps(asdict(passage), ensure_ascii=False) + "\n")
                passages, tokens = passages + 1, tokens + passage.tokens
            held += 1
    found = Counts(held, passages, tokens)
    staged = counts.with_suffix(".staged")
    staged.write_text(json.dumps(asdict(found)), encoding="utf-8")
    os.replace(staged, counts)
    return found


def read_passages(folder: Path) -> Iterator[Passage]:
    """The passages of a corpus that was cut, in order."""
    with (folder / "passages.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield Passage(**json.loads(line))


def read_document_ids(folder: Path) -> list[str]:
    """The ids of the documents of a corpus that was cut, by row."""
    with (folder / "documents.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def encode_passages(folder: Path, encoder: Encoder, workers: int, advance: Advance) -> Encoded:
    """Encode the passages that have no vector yet.

    Every vector is on disk before the next but few is begun, so that a kill loses no more than those few.

    Args:
        encoder: loaded with one thread.
        workers: how many passages are encoded at once.
        advance: told the tokens of each passage that is done, those of an earlier run included.
    """
    file = folder / "vectors.f32"
    width = encoder.description.dimension * _FLOAT_BYTES
    kept = file.stat().st_size // width if file.exists() else 0
    passages = read_passages(folder)
    for passage in islice(passages, kept):
        advance(passage.tokens)

    def encode(passage: Passage) -> tuple[int, Vector]:
        return passage.tokens, encoder.encode_document(passage.text)

    encoded = tokens = 0
    begun = time.perf_counter()
    with file.open("ab", buffering=0) as rows:
        rows.truncate(kept * width)
        for length, vector in in_parallel(encode, passages, workers):
            rows.write(vector.tobytes())
            encoded, tokens = encoded + 1, tokens + length
            advance(length)
    return Encoded(encoded, tokens, time.perf_counter() - begun, kept)


def open_vectors(folder: Path, dimension: int) -> NDArray[np.float32]:
    """The vectors, mapped and not read, shape `(passages, dimension)`."""
    return np.memmap(folder / "vectors.f32", np.float32, "r").reshape(-1, dimension)


def in_parallel(make: Callable[[Item], Made], items: Iterable[Item], workers: int) -> Iterator[Made]:
    """What `make` gives for each item, in order, on so many threads; few items are taken ahead of what is given out."""
    waiting: deque[Future[Made]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for item in items:
            waiting.append(pool.submit(make, item))
            if len(waiting) > _AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
