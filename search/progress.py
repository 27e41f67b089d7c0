"""Showing how far long work is."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Shows how far something is that goes through items: given them, their number, and what they are."""

    def __call__(self, items: Iterable[T], count: int, what: str, /) -> Iterable[T]:
        """The items, as they are taken."""
        ...


def unseen(items: Iterable[T], _count: int, _what: str, /) -> Iterable[T]:
    """A `Progress` that nobody looks at."""
    return items
