"""The dense leg in FAISS: inner product over unit vectors, exact, or over an HNSW graph."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from search.errors import BuildError
from search.passages.best import best_places
from search.passages.graph import EF_CONSTRUCTION, EF_SEARCH, LINKS
from search.passages.mapped import is_mapped

Vector = NDArray[np.float32]
Rows = NDArray[np.int64]

_TIES = 16
"""So many more are looked for than wanted, so that of equal ones the smaller rows are kept."""


class VectorIndex:
    """Chunk vectors by row. Safe to be searched from many threads."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        faiss.omp_set_num_threads(1)  # one question is too little for a team of threads, which then spins beside it

    @property
    def count(self) -> int:
        """Number of rows."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    @property
    def is_exact(self) -> bool:
        """Whether a question is compared with all vectors."""
        return not hasattr(self._index, "hnsw")

    @property
    def width(self) -> int:
        """How many places of the graph a search looks at, at least; 0 where there is no graph."""
        return 0 if self.is_exact else int(self._index.hnsw.efSearch)  # type: ignore[attr-defined]

    def widen(self, width: int) -> None:
        """Look at so many places of the graph, which is saved with it."""
        self._index.hnsw.efSearch = width  # type: ignore[attr-defined]

    def scores(self, vector: Vector) -> Vector:
        """Cosine of the query with every row, shape `(count,)`; of an exact index only."""
        found, rows = self._index.search(vector.reshape(1, -1), self.count)
        scores = np.empty(self.count, dtype=np.float32)
        scores[rows[0]] = found[0]
        return scores

    def nearest(self, vector: Vector, limit: int, allowed: Rows | None = None) -> Rows:
        """The rows nearest to the query, at most `limit`, ascending; of equally near ones the smaller.

        Args:
            allowed: rows that may be found; any may where it is `None`.
        """
        wanted = min(limit + _TIES, self.count)
        parameters = self._parameters(wanted, allowed)
        found, rows = self._index.search(vector.reshape(1, -1), wanted, params=parameters)
        held = rows[0] >= 0
        near: Rows = rows[0][held]
        return np.sort(near[best_places(found[0][held], near, limit)])

    def cosines(self, vector: Vector, rows: Rows) -> Vector:
        """Cosine of the query with these rows, shape `(len(rows),)`."""
        cosines: Vector = self._index.reconstruct_batch(rows) @ vector
        return cosines

    def vectors(self, start: int = 0, end: int | None = None) -> Vector:
        """The vectors of the rows from `start` to before `end`, shape `(end - start, dimension)`."""
        last = self.count if end is None else end
        rows: Vector = self._index.reconstruct_n(start, last - start)
        return rows

    def save(self, file: Path) -> None:
        """Write the index to a file (as bytes: FAISS's own writer doesn't say a full disk as `OSError`)."""
        file.write_bytes(faiss.serialize_index(self._index).data)

    @classmethod
    def load(cls, file: Path) -> "VectorIndex":
        """Open a saved index; a large file is mapped, a small one read.

        Raises:
            BuildError: FAISS can't read the file.
        """
        try:
            return cls(faiss.read_index(str(file), faiss.IO_FLAG_MMAP_IFC if is_mapped(file) else 0))
        except RuntimeError as error:
            raise BuildError(f"{file}: FAISS can't read it: {str(error).splitlines()[0]}") from error

    @classmethod
    def of(cls, vectors: Sequence[Vector] | Vector) -> "VectorIndex":
        """An exact index over unit vectors."""
        matrix = np.ascontiguousarray(np.asarray(vectors, dtype=np.float32))
        index = faiss.IndexFlatIP(matrix.shape[1])
        index.add(matrix)
        return cls(index)

    @classmethod
    def graph_of(cls, blocks: Iterable[Vector], dimension: int, threads: int) -> "VectorIndex":
        """An HNSW graph over unit vectors that come block by block.

        Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable
        Small World graphs" (2018).
        """
        index = faiss.IndexHNSWFlat(dimension, LINKS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = EF_CONSTRUCTION
        index.hnsw.efSearch = EF_SEARCH
        for block in blocks:
            faiss.omp_set_num_threads(threads)
            index.add(np.ascontiguousarray(block, dtype=np.float32))
        return cls(index)

    def _parameters(self, wanted: int, allowed: Rows | None) -> Any:
        selector = None if allowed is None else faiss.IDSelectorBatch(allowed)
        if self.is_exact:
            return faiss.SearchParameters(sel=selector) if selector else None  # type: ignore[call-arg]
        return faiss.SearchParametersHNSW(sel=selector, efSearch=max(self.width, wanted))  # type: ignore[attr-defined]
