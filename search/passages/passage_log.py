"""Passages as they are put, in files that a killed process can be gone on from.

    entries.i64   row, chapter, number of terms (-1 where the row was deleted); written last
    vectors.f32   a vector an entry; columns.i32, weights.f32  the terms of all entries
    chapters.json

What counts for a row is its last entry.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.passages.seam import Passage, Vector

Number = TypeVar("Number", np.int64, np.int32, np.float32)

_ENTRY = 3
_DELETED = -1
_AT_ONCE = 4_096


class PassageLog:
    """The files, in a folder that is made if need be."""

    def __init__(self, folder: Path, dimension: int) -> None:
        self._folder = folder
        self._dimension = dimension
        folder.mkdir(parents=True, exist_ok=True)
        chapters = folder / "chapters.json"
        self._chapters: list[str] = json.loads(chapters.read_text(encoding="utf-8")) if chapters.exists() else []
        entries: NDArray[np.int64] = self._read("entries.i64", np.int64)
        self._entries = entries[: len(entries) // _ENTRY * _ENTRY].reshape(-1, _ENTRY)
        self._cut_to(self._entries)

    def put(self, passages: Iterable[Passage]) -> None:
        """Append passages, many at once."""
        left = iter(passages)
        while block := list(islice(left, _AT_ONCE)):
            self._append("vectors.f32", np.stack([passage.vector for passage in block]).astype(np.float32))
            self._append("columns.i32", np.concatenate([passage.columns for passage in block]).astype(np.int32))
            self._append("weights.f32", np.concatenate([passage.weights for passage in block]).astype(np.float32))
            self._enter([(passage.row, self._number(passage.chapter), len(passage.columns)) for passage in block])

    def delete(self, rows: Collection[int]) -> None:
        """Append that these rows are no more."""
        if rows:
            self._append("vectors.f32", np.zeros((len(rows), self._dimension), np.float32))
            self._enter([(row, 0, _DELETED) for row in rows])

    @property
    def rows(self) -> NDArray[np.int64]:
        """The rows that are held, ascending."""
        rows: NDArray[np.int64] = self._entries[self._last(), 0]
        return rows

    @property
    def chapters(self) -> tuple[list[str], NDArray[np.int32]]:
        """The chapters, and the place among them of that of each row that is held."""
        return self._chapters, self._entries[self._last(), 1].astype(np.int32)

    def vectors(self, at_once: int) -> Iterator[Vector]:
        """The vectors of the rows that are held, block by block."""
        held = np.memmap(self._folder / "vectors.f32", np.float32, "r").reshape(-1, self._dimension)
        last = self._last()
        for start in range(0, len(last), at_once):
            yield held[last[start : start + at_once]]

    def terms(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Vector]:
        """Row, column and weight of each term of the rows that are held, by row."""
        columns, weights = self._read("columns.i32", np.int32), self._read("weights.f32", np.float32)
        lengths = np.maximum(self._entries[:, 2], 0)
        starts = np.concatenate(([0], np.cumsum(lengths)))
        last = self._last()
        held = lengths[last]
        offsets = np.concatenate(([0], np.cumsum(held)))[:-1]
        places = np.arange(int(held.sum())) + np.repeat(starts[last] - offsets, held)
        return np.repeat(self._entries[last, 0], held).astype(np.int32), columns[places], weights[places]

    def _last(self) -> NDArray[np.intp]:
        """Places of the entries that count, by row."""
        entries = self._entries
        order = np.argsort(entries[:, 0], kind="stable")
        is_last = np.diff(entries[order, 0], append=-1) != 0
        last: NDArray[np.intp] = order[is_last]
        held: NDArray[np.intp] = last[entries[last, 2] != _DELETED]
        return held

    def _number(self, chapter: str) -> int:
        if chapter not in self._chapters:
            self._chapters.append(chapter)
            (self._folder / "chapters.json").write_text(json.dumps(self._chapters), encoding="utf-8")
        return self._chapters.index(chapter)

    def _enter(self, entries: Sequence[tuple[int, int, int]]) -> None:
        block = np.array(entries, np.int64).reshape(-1, _ENTRY)
        self._append("entries.i64", block)
        self._entries = np.concatenate((self._entries, block))

    def _append(self, name: str, array: NDArray[np.generic]) -> None:
        with (self._folder / name).open("ab") as file:
            file.write(array.tobytes())

    def _read(self, name: str, kind: type[Number]) -> NDArray[Number]:
        file = self._folder / name
        if not file.exists():
            return np.empty(0, kind)
        whole = file.stat().st_size // np.dtype(kind).itemsize
        return np.fromfile(file, kind, whole)

    def _cut_to(self, entries: NDArray[np.int64]) -> None:
        """Cut off what was written of passages whose entries were not."""
        terms = int(np.maximum(entries[:, 2], 0).sum())
        sizes = {"entries.i64": 24 * len(entries), "vectors.f32": 4 * self._dimension * len(entries)}
        for name, size in (sizes | {"columns.i32": 4 * terms, "weights.f32": 4 * terms}).items():
            with (self._folder / name).open("ab") as file:
                file.truncate(size)
