"""Ids of sections, in an order: kept as bytes, so that hundreds of thousands of them are no objects."""

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

HASHED_UP_TO = 20_000
"""So few ids are looked up in a dictionary; of more, in their order, in a hundredth of a millisecond."""


class Ids(Sequence[str]):
    """Ids by place, and places by id."""

    def __init__(self, names: NDArray[np.bytes_]) -> None:
        """Make them ready to be looked up.

        Args:
            names: in UTF-8, each once.

        Raises:
            ValueError: one stands twice, or they are no names.
        """
        if names.dtype.kind != "S" or names.ndim != 1:
            raise ValueError(f"ids of type {names.dtype}, expected names in UTF-8")
        self.names = names
        self.sorted = np.argsort(names, kind="stable").astype(np.int32)
        in_order = names[self.sorted]
        twice = np.flatnonzero(in_order[1:] == in_order[:-1])
        if twice.size:
            raise ValueError(f"the id {in_order[twice[0]].decode()} stands twice")
        few = len(names) <= HASHED_UP_TO
        self._places = {name: place for place, name in enumerate(self)} if few else None

    @classmethod
    def of(cls, names: Iterable[str]) -> "Ids":
        """From ids as they are written."""
        return cls(np.array([name.encode() for name in names], np.bytes_))

    def place_of(self, name: object) -> int | None:
        """Where an id stands; `None` where it doesn't."""
        if not isinstance(name, str):
            return None
        if self._places is not None:
            return self._places.get(name)
        wanted = name.encode(errors="replace")
        if len(wanted) > self.names.itemsize:
            return None
        key = np.array(wanted, self.names.dtype)  # of another length, all names would be copied to compare them
        rank = int(np.searchsorted(self.names, key, sorter=self.sorted))
        if rank == len(self.names):
            return None
        place = int(self.sorted[rank])
        return place if self.names[place] == key else None

    def index(self, name: object, start: int = 0, stop: int | None = None) -> int:
        """Where an id stands.

        Raises:
            ValueError: it doesn't.
        """
        place = self.place_of(name)
        if place is None or not start <= place < (len(self) if stop is None else stop):
            raise ValueError(f"{name!r} is not among the ids")
        return place

    def __contains__(self, name: object) -> bool:
        return self.place_of(name) is not None

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return (name.decode() for name in self.names)

    @overload
    def __getitem__(self, key: int, /) -> str: ...
    @overload
    def __getitem__(self, key: slice, /) -> tuple[str, ...]: ...
    def __getitem__(self, key: int | slice, /) -> str | tuple[str, ...]:
        if isinstance(key, slice):
            return tuple(name.decode() for name in self.names[key])
        return str(self.names[key].decode())
