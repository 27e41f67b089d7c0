"""The rows that hold each term, with their weights: a sparse matrix by columns, mapped from disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.passages.best import best_places
from search.passages.mapped import is_mapped

Weights = NDArray[np.float32]
Rows = NDArray[np.int64]

_ARRAYS = ("starts", "rows", "weights", "greatest")
_FEW = 4
"""So many times the wanted number of rows are carried along before those that can't win are left out."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The columns of a sparse matrix.

    Attributes:
        starts: where each column begins in `rows` and `weights`, one more entry than columns.
        rows: ascending within a column.
        greatest: the greatest weight of each column.
        count: number of rows.
    """

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: Weights
    greatest: Weights
    count: int

    @classmethod
    def of(
        cls, rows: NDArray[np.int32], columns: NDArray[np.int32], weights: Weights, count: int, terms: int
    ) -> "Postings":
        """Sort entries, given with rows ascending, by column.

        Args:
            count: number of rows.
            terms: number of columns.
        """
        order = np.argsort(columns, kind="stable")
        starts = np.concatenate(([0], np.cumsum(np.bincount(columns, minlength=terms)))).astype(np.int64)
        greatest = np.zeros(terms, np.float32)
        np.maximum.at(greatest, columns, weights)
        return cls(starts, rows[order].astype(np.int32), weights[order].astype(np.float32), greatest, count)

    def scores(self, columns: Sequence[int]) -> Weights:
        """The weights of these columns in every row, added up, shape `(count,)`."""
        scores = np.zeros(self.count, np.float32)
        for column in columns:
            held = self._held(column)
            scores[self.rows[held]] += self.weights[held]
        return scores

    def best(self, columns: Sequence[int], limit: int, allowed: NDArray[np.bool_] | None = None) -> Rows:
        """The rows with the greatest sums, at most `limit`, ascending; of equal ones the smaller. None with sum 0.

        Columns are taken from the rarest on. Once the rest together can't lift a row that none of the taken ones has
        among the best, no further rows are looked at: Turtle and Flood, "Query Evaluation: Strategies and
        Optimizations" (1995), MaxScore.

        Args:
            allowed: whether a row may be found, by row; any may where it is `None`.
        """
        ordered = sorted(columns, key=lambda column: self._held(column).stop - self._held(column).start)
        rows, sums = np.empty(0, np.int32), np.empty(0, np.float32)
        for place, column in enumerate(ordered):
            rest = sum(self._greatest(left) for left in ordered[place:])
            if len(rows) >= limit:
                least = float(np.partition(sums, -limit)[-limit])
                if least > rest:
                    sums = sums + self.sums(ordered[place:], rows)
                    break
                if len(rows) > _FEW * limit:
                    able = sums + np.float32(rest) >= least
                    rows, sums = rows[able], sums[able]
            rows, sums = _merged(rows, sums, *self._entries(column, allowed))
        return np.sort(rows[best_places(sums, rows, limit)]).astype(np.int64)

    def sums(self, columns: Sequence[int], rows: NDArray[np.integer]) -> Weights:
        """The weights of these columns in these rows, added up, shape `(len(rows),)`."""
        sums = np.zeros(len(rows), np.float32)
        for column in columns:
            held = self._held(column)
            found = self.rows[held]
            if len(found):
                places = np.minimum(np.searchsorted(found, rows), len(found) - 1)
                sums += np.where(found[places] == rows, self.weights[held][places], np.float32(0))
        return sums

    def save(self, folder: Path) -> None:
        """Write the arrays into a folder that exists."""
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def load(cls, folder: Path, count: int) -> "Postings":
        """Open saved arrays; large ones are mapped, small ones read."""
        files = {name: folder / f"{name}.npy" for name in _ARRAYS}
        arrays = {
            name: np.asarray(np.load(file, mmap_mode="r" if is_mapped(file) else None)) for name, file in files.items()
        }
        return cls(**arrays, count=count)

    def _held(self, column: int) -> slice:
        if column + 1 >= len(self.starts):
            return slice(0, 0)  # a term that no row has any more
        return slice(int(self.starts[column]), int(self.starts[column + 1]))

    def _greatest(self, column: int) -> float:
        return float(self.greatest[column]) if column < len(self.greatest) else 0.0

    def _entries(self, column: int, allowed: NDArray[np.bool_] | None) -> tuple[NDArray[np.int32], Weights]:
        held = self._held(column)
        rows, weights = self.rows[held], self.weights[held]
        if allowed is None:
            return rows, weights
        kept = allowed[rows]
        return rows[kept], weights[kept]


def _merged(
    rows: NDArray[np.int32], sums: Weights, more: NDArray[np.int32], weights: Weights
) -> tuple[NDArray[np.int32], Weights]:
    """Two ascending lists of rows as one, the sums of rows in both added up."""
    if not len(rows):
        return more, weights
    both, values = np.concatenate((rows, more)), np.concatenate((sums, weights))
    order = np.argsort(both, kind="stable")
    both, values = both[order], values[order]
    starts = np.flatnonzero(np.concatenate(([True], both[1:] != both[:-1])))
    return both[starts], np.add.reduceat(values, starts) if len(starts) else values
