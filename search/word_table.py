"""The word embeddings of an encoder, kept out of its graph and read from the file row by row.

A table of 250,000 rows is most of a small multilingual encoder, and a question touches twenty of them: read where
they lie, in the system's file cache, they take no memory of the process, and all processes share them.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROWS_FILE = "words.npy"
SCALES_FILE = "word_scales.npy"


class WordTable:
    """Embeddings by token id in a saved table: float32 rows, or int8 rows with a scale each."""

    def __init__(self, folder: Path) -> None:
        """Open the table in an encoder folder.

        Raises:
            OSError, ValueError: the files are missing or damaged.
        """
        self._file = (folder / ROWS_FILE).open("rb", buffering=0)
        np.lib.format.read_magic(self._file)
        shape, fortran_order, self._dtype = np.lib.format.read_array_header_1_0(self._file)
        if len(shape) != 2 or fortran_order:
            raise ValueError(f"{ROWS_FILE} has shape {shape}, expected rows of embeddings in C order")
        self._first = self._file.tell()
        self._row_bytes = shape[1] * self._dtype.itemsize
        scales = folder / SCALES_FILE
        self._scales: NDArray[np.float32] | None = np.load(scales) if scales.exists() else None

    def embeddings(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Embeddings of the ids, shape `(len(ids), hidden)`."""
        descriptor, size = self._file.fileno(), self._row_bytes
        rows = b"".join(os.pread(descriptor, size, self._first + size * token) for token in ids.tolist())
        embeddings: NDArray[np.float32] = np.frombuffer(rows, self._dtype).reshape(len(ids), -1).astype(np.float32)
        if self._scales is not None:
            embeddings *= self._scales[ids][:, np.newaxis]
        return embeddings


def save_word_table(folder: Path, rows: NDArray[np.float32], *, quantise: bool) -> None:
    """Write a table into an encoder folder.

    Args:
        quantise: as int8 with a scale a row, `row ≈ scale · int8 row`, each value off by at most half a scale.
    """
    if not quantise:
        np.save(folder / ROWS_FILE, rows)
        return
    scales: NDArray[Any] = np.maximum(np.abs(rows).max(axis=1), np.finfo(np.float32).tiny) / 127
    np.save(folder / ROWS_FILE, np.round(rows / scales[:, np.newaxis]).astype(np.int8))
    np.save(folder / SCALES_FILE, scales.astype(np.float32))
