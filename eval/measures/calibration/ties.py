"""Sorted rows with the bounds of their runs of equal values."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.aggregate import Array


@dataclass(frozen=True, slots=True)
class SortedRows:
    """Rows in order of a key, along the last axis.

    Attributes:
        order: places in the original rows.
        first, last: per entry, where its run of equal keys begins and ends.
    """

    order: NDArray[np.intp]
    first: NDArray[np.intp]
    last: NDArray[np.intp]

    def arrange(self, rows: Array) -> Array:
        """Other rows in the same order; one order serves many rows."""
        return at(rows, self.order)


def sort_rows(keys: Array) -> SortedRows:
    """Sort along the last axis, smallest first."""
    order = np.argsort(keys, axis=-1, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=-1)
    places = np.broadcast_to(np.arange(keys.shape[-1]), keys.shape)
    differs = ordered[..., 1:] != ordered[..., :-1]
    edge = np.ones((*keys.shape[:-1], 1), dtype=bool)
    begins = np.concatenate([edge, differs], axis=-1)
    ends = np.concatenate([differs, edge], axis=-1)
    first = np.maximum.accumulate(np.where(begins, places, 0), axis=-1)
    after = np.where(ends, places, keys.shape[-1])[..., ::-1]
    last = np.minimum.accumulate(after, axis=-1)[..., ::-1]
    return SortedRows(order, first, last)


def at(rows: Array, places: NDArray[np.intp]) -> Array:
    """The entries of rows at places along the last axis; the same places for all rows where they are one row."""
    if places.ndim == 1:
        return rows[..., places]
    return np.take_along_axis(np.broadcast_to(rows, places.shape), places, axis=-1)
