"""Responses to questions asked before, kept in memory: bounded, by build, so that a new build starts afresh."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from search.engine import SearchOptions
from search.response import Outcome, RepairKind

Key = tuple[str, str, SearchOptions]
"""Build id, normalised question, options."""


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A response's body, and what is counted of it each time that it is given."""

    body: bytes
    outcome: Outcome
    repairs: tuple[RepairKind, ...]


class ResponseCache:
    """The `size` responses that were asked for last; 0 keeps none. Safe to use from several threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._responses: OrderedDict[Key, CachedResponse] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> CachedResponse | None:
        """The response kept for a key, which becomes the last one asked for."""
        with self._lock:
            found = self._responses.get(key)
            if found is not None:
                self._responses.move_to_end(key)
            return found

    def put(self, key: Key, response: CachedResponse) -> None:
        """Keep a response; the one asked for longest ago makes room."""
        with self._lock:
            self._responses[key] = response
            self._responses.move_to_end(key)
            while len(self._responses) > self._size:
                self._responses.popitem(last=False)
