"""The word embeddings of an encoder, kept out of its graph and read from the file row by row.

A table of 250,000 rows is most of a small multilingual encoder, and a question touches twenty of them: read where
they lie, in the system's file cache, they take no memory of the process, and all processes share them.
"""

import os
import weakref
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROWS_FILE = "words.npy"


class WordTable:
    """Embeddings by token id in a saved table of float16 or float32 rows."""

    def __init__(self, folder: Path) -> None:
        """Open the table in an encoder folder.

        Raises:
            OSError, ValueError: the file is missing or damaged.
        """
        with (folder / ROWS_FILE).open("rb") as file:
            np.lib.format.read_magic(file)
            shape, fortran_order, self._dtype = np.lib.format.read_array_header_1_0(file)
            self._first = file.tell()
        if len(shape) != 2 or fortran_order:
            raise ValueError(f"{ROWS_FILE} has shape {shape}, expected rows of embeddings in C order")
        self._row_bytes = shape[1] * self._dtype.itemsize
        self._descriptor = os.open(folder / ROWS_FILE, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)

    def embeddings(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Embeddings of the ids, shape `(len(ids), hidden)`."""
        descriptor, size = self._descriptor, self._row_bytes
        rows = b"".join(os.pread(descriptor, size, self._first + size * token) for token in ids.tolist())
        embeddings: NDArray[np.float32] = np.frombuffer(rows, self._dtype).reshape(len(ids), -1).astype(np.float32)
        return embeddings


def save_word_table(folder: Path, rows: NDArray[np.floating[Any]]) -> None:
    """Write a table into an encoder folder, in the type that it has."""
    np.save(folder / ROWS_FILE, rows)
