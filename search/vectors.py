"""The dense leg: exact inner product over unit vectors, in FAISS."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from search.errors import BuildError


class VectorIndex:
    """Chunk vectors by row, searched exactly."""

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

    def scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of the query with every row, shape `(count,)`."""
        found, rows = self._index.search(vector.reshape(1, -1), self.count)
        scores = np.empty(self.count, dtype=np.float32)
        scores[rows[0]] = found[0]
        return scores

    def vectors(self) -> NDArray[np.float32]:
        """All vectors, shape `(count, dimension)`."""
        rows: NDArray[np.float32] = self._index.reconstruct_n(0, self.count)
        return rows

    def save(self, file: Path) -> None:
        """Write the index to a file (as bytes: FAISS's own writer doesn't say a full disk as `OSError`)."""
        file.write_bytes(faiss.serialize_index(self._index).tobytes())

    @classmethod
    def load(cls, file: Path) -> "VectorIndex":
        """Read a saved index.

        Raises:
            BuildError: FAISS can't read the file.
        """
        try:
            return cls(faiss.read_index(str(file)))
        except RuntimeError as error:
            raise BuildError(f"{file}: FAISS can't read it: {str(error).splitlines()[0]}") from error

    @classmethod
    def of(cls, vectors: Sequence[NDArray[np.float32]]) -> "VectorIndex":
        """An exact index over unit vectors."""
        matrix = np.ascontiguousarray(np.stack(vectors), dtype=np.float32)
        index = faiss.IndexFlatIP(matrix.shape[1])
        index.add(matrix)
        return cls(index)
