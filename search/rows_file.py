"""Rows of a saved matrix, read from the file when they're asked for."""

import os
import weakref
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.errors import BuildError


class RowsFile:
    """A matrix of float32 in a `.npy` file. Safe to use from many threads."""

    def __init__(self, file: Path) -> None:
        """Open it.

        Raises:
            OSError, ValueError: the file is missing or no such matrix.
        """
        with file.open("rb") as stream:
            np.lib.format.read_magic(stream)
            shape, fortran_order, dtype = np.lib.format.read_array_header_1_0(stream)
            self._first = stream.tell()
        if len(shape) != 2 or fortran_order or dtype != np.float32:
            raise ValueError(f"{file.name} holds {dtype} of shape {shape}, expected rows of float32")
        self._file = file
        self._count, self._width = shape
        self._descriptor = os.open(file, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)

    def __len__(self) -> int:
        return int(self._count)

    def rows(self, start: int, end: int) -> NDArray[np.float32]:
        """The rows from `start` to before `end`.

        Raises:
            BuildError: they can't be read.
        """
        size = 4 * self._width
        try:
            content = os.pread(self._descriptor, size * (end - start), self._first + size * start)
            return np.frombuffer(content, np.float32).reshape(end - start, self._width)
        except (OSError, ValueError) as error:
            raise BuildError(f"{self._file}: can't be read ({error})") from error
