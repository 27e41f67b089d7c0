"""Records of a JSON-lines file: all parsed when it's opened where they are few, else each when it's asked for.

A large file is read where it lies, in the system's file cache, and not mapped: cut short under a mapping it would end
the process; read, it is a fault of that one record.
"""

import os
import weakref
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from search.errors import BuildError
from search.validation import first_fault

Record = TypeVar("Record")

WHOLE_UP_TO = 20_000
"""So few records are parsed and validated when a file is opened."""

_KEPT = 4_096
_SCANNED_AT_ONCE = 1 << 24
_READ_AT_ONCE = 256
_NEWLINE = 10


def open_records(
    file: Path, adapter: TypeAdapter[Record], whole_up_to: int | None = None
) -> "tuple[Record, ...] | RecordFile[Record]":
    """The records of a file, in order.

    Args:
        whole_up_to: so few are parsed at once, `WHOLE_UP_TO` unless said otherwise; of more, whoever opens the file has
            compared its digest.

    Raises:
        OSError, ValidationError: it can't be read; a record isn't what it should be, if all are parsed.
    """
    bounds = _line_bounds(file)
    if len(bounds) - 1 > (WHOLE_UP_TO if whole_up_to is None else whole_up_to):
        return RecordFile(file, adapter, bounds)
    with file.open("rb") as lines:
        return tuple(adapter.validate_json(line) for line in lines)


class RecordFile(Sequence[Record], Generic[Record]):
    """The records of a file, each parsed when it's asked for; the last few thousand are kept. Safe to use from many
    threads.

    Getting a record raises `BuildError` where it isn't what it should be.
    """

    def __init__(self, file: Path, adapter: TypeAdapter[Record], bounds: NDArray[np.int64]) -> None:
        """Open a file.

        Args:
            bounds: where each line begins, and where the last one ends.
        """
        self._file = file
        self._adapter = adapter
        self._bounds = bounds
        self._descriptor = os.open(file, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self._kept = lru_cache(_KEPT)(self._read_one)

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __iter__(self) -> Iterator[Record]:
        """One after another, none of them kept."""
        for start in range(0, len(self), _READ_AT_ONCE):
            yield from self._read(start, min(start + _READ_AT_ONCE, len(self)))

    @overload
    def __getitem__(self, key: int, /) -> Record: ...
    @overload
    def __getitem__(self, key: slice, /) -> tuple[Record, ...]: ...
    def __getitem__(self, key: int | slice, /) -> Record | tuple[Record, ...]:
        if isinstance(key, slice):
            start, stop, step = key.indices(len(self))
            if step == 1:
                return self._read(start, max(start, stop))
            return tuple(self[place] for place in range(start, stop, step))
        place = key + len(self) if key < 0 else key
        if not 0 <= place < len(self):
            raise IndexError(f"{self._file}: no record {key}, it has {len(self)}")
        return self._kept(place)

    def _read_one(self, place: int) -> Record:
        return self._read(place, place + 1)[0]

    def _read(self, start: int, stop: int) -> tuple[Record, ...]:
        if start >= stop:
            return ()
        bounds = self._bounds[start : stop + 1].tolist()
        first = bounds[0]
        try:
            content = os.pread(self._descriptor, bounds[-1] - first, first)
        except OSError as error:
            raise BuildError(f"{self._file}: can't be read ({error.strerror})") from error
        return tuple(
            self._parsed(content[bounds[number] - first : bounds[number + 1] - first], start + number)
            for number in range(stop - start)
        )

    def _parsed(self, line: bytes, place: int) -> Record:
        try:
            return self._adapter.validate_json(line)
        except ValidationError as error:
            raise BuildError(
                f"{self._file}: record {place + 1}: {error.title}: {first_fault(error)}; "
                "run 'dovidnyk ingest' to build it again"
            ) from error


def _line_bounds(file: Path) -> NDArray[np.int64]:
    """Where each line begins, and where the last one ends; read in blocks."""
    found = [np.zeros(1, np.int64)]
    size = 0
    with file.open("rb") as stream:
        while block := stream.read(_SCANNED_AT_ONCE):
            found.append(np.flatnonzero(np.frombuffer(block, np.uint8) == _NEWLINE).astype(np.int64) + (size + 1))
            size += len(block)
    bounds = np.concatenate(found)
    return bounds if bounds[-1] == size else np.append(bounds, size)
