"""Stores under test, each with a way to begin anew over what it keeps, and passages to put into them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from search.manifest import VectorsInManifest
from search.passages.seam import Identity, Passage, PassageIndex, PassageStore, Query

DIMENSION = 48
TERMS = 60


@dataclass(slots=True)
class Kept:
    """A store and what belongs to it.

    Attributes:
        store: as it is now.
        restart: ends what keeps the passages without warning, begins it anew over the same data, and gives a store.
    """

    store: PassageStore
    index: Path
    restart: Callable[[], PassageStore]
    sealed: dict[str, VectorsInManifest] = field(default_factory=dict)

    def folder(self, build: str) -> Path:
        """Folder of a build."""
        folder = self.index / "builds" / build
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def seal(self, build: str, passages: Iterable[Passage], dimension: int = DIMENSION) -> PassageIndex:
        """Write and seal a build, and open it."""
        draft = self.store.draft(identity(build, dimension), self.folder(build))
        draft.put(passages)
        self.sealed[build] = draft.seal()
        return self.open(build, dimension)

    def open(self, build: str, dimension: int = DIMENSION) -> PassageIndex:
        """Open a sealed build."""
        return self.store.open(identity(build, dimension), self.sealed[build], self.folder(build))


def identity(build: str, dimension: int = DIMENSION) -> Identity:
    """What a build of these tests is known by."""
    return Identity(build, f"inputs-of-{build}", "encoder-1", dimension)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors of length 1."""
    scaled: np.ndarray = (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)
    return scaled


def random_passages(count: int, seed: int = 0, first: int = 0) -> list[Passage]:
    """Passages of three chapters; every fortieth has no terms."""
    random = np.random.default_rng(seed)
    return [
        Passage(row, str(row % 3 + 1), unit(random.normal(size=DIMENSION)), *_terms(random, empty=row % 40 == 7))
        for row in range(first, first + count)
    ]


def random_queries(count: int, seed: int = 1) -> list[Query]:
    """Questions of one to six terms; every fifth has none."""
    random = np.random.default_rng(seed)
    return [
        Query(
            unit(random.normal(size=DIMENSION)),
            random.choice(TERMS, size=0 if place % 5 == 4 else place % 6 + 1, replace=False).tolist(),
        )
        for place in range(count)
    ]


def rows_of(index: PassageIndex, queries: Sequence[Query], limit: int) -> list[list[int]]:
    """The candidates' rows for each question."""
    return [index.candidates(query, limit).rows.tolist() for query in queries]


def _terms(random: np.random.Generator, *, empty: bool) -> tuple[np.ndarray, np.ndarray]:
    count = 0 if empty else int(random.integers(1, 12))
    columns = np.sort(random.choice(TERMS, size=count, replace=False)).astype(np.int32)
    return columns, random.uniform(0.1, 5, size=count).astype(np.float32)
