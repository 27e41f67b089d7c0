"""The passages of a build in its own folder: vectors in FAISS, term weights as postings."""

from collections.abc import Collection
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.errors import BuildError
from search.passages.postings import Postings
from search.passages.seam import Candidates, Query, Rows, Vector
from search.vectors import VectorIndex


class FaissIndex:
    """A `PassageIndex` over a vector index, postings, and the chapter of each row."""

    def __init__(
        self, vectors: VectorIndex, postings: Postings, chapters: list[str], chapter_of_row: NDArray[np.int32]
    ) -> None:
        self._vectors = vectors
        self._postings = postings
        self._chapters = chapters
        self._chapter_of_row = chapter_of_row

    @property
    def count(self) -> int:
        """Number of passages."""
        return self._vectors.count

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._vectors.dimension

    def candidates(self, query: Query, limit: int, chapters: Collection[str] | None = None) -> Candidates:
        """See `search.passages.seam`."""
        if limit >= self.count and chapters is None and self._vectors.is_exact:
            rows = np.arange(self.count)
            return Candidates(rows, self._vectors.scores(query.vector), self._postings.scores(query.columns))
        allowed = None if chapters is None else self._rows_of(chapters)
        near = self._vectors.nearest(query.vector, limit, None if allowed is None else np.flatnonzero(allowed))
        rows = np.union1d(near, self._postings.best(query.columns, limit, allowed))
        cosines, weights = self._vectors.cosines(query.vector, rows), self._postings.sums(query.columns, rows)
        return Candidates(rows, cosines, weights)

    def vectors(self, start: int, end: int) -> Vector:
        """See `search.passages.seam`."""
        return self._vectors.vectors(start, end)

    def _rows_of(self, chapters: Collection[str]) -> NDArray[np.bool_]:
        wanted = [place for place, chapter in enumerate(self._chapters) if chapter in chapters]
        return np.isin(self._chapter_of_row, wanted)

    def nearest(self, vector: Vector, limit: int) -> Rows:
        """The dense leg alone, for those who measure it."""
        return self._vectors.nearest(vector, limit)


def open_faiss_index(folder: Path) -> FaissIndex:
    """Open what `search.passages.faiss_store` wrote into a build's folder.

    Raises:
        BuildError: the files don't fit each other.
        OSError, ValueError, KeyError: a file is missing or can't be read.
    """
    vectors = VectorIndex.load(folder / "vectors.faiss")
    chapters = np.load(folder / "chapters.npz")
    index = FaissIndex(
        vectors, Postings.load(folder / "lexical", vectors.count), chapters["names"].tolist(), chapters["rows"]
    )
    if len(chapters["rows"]) != vectors.count:
        raise BuildError(f"{folder / 'chapters.npz'}: {len(chapters['rows'])} rows, expected {vectors.count}")
    return index
