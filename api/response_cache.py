"""Responses to questions asked before, kept in memory: bounded, by build, so that a new build starts afresh."""

import threading
from collections import OrderedDict

from search.engine import SearchOptions

Key = tuple[str, str, SearchOptions]
"""Build id, normalised question, options."""


class ResponseCache:
    """The bodies of the `size` responses that were asked for last; 0 keeps none. Safe to use from several threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._responses: OrderedDict[Key, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> bytes | None:
        """The body kept for a key, which becomes the last one asked for."""
        with self._lock:
            found = self._responses.get(key)
            if found is not None:
                self._responses.move_to_end(key)
            return found

    def put(self, key: Key, response: bytes) -> None:
        """Keep a body; the one asked for longest ago makes room."""
        with self._lock:
            self._responses[key] = response
            self._responses.move_to_end(key)
            while len(self._responses) > self._size:
                self._responses.popitem(last=False)
