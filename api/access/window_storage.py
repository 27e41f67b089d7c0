"""Counts in memory for the sliding windows of `limits`.

The library's own storage looks at every caller it knows after each request, to forget those whose time is over: 2 ms
with 10,000 callers, 50 ms with 50,000. Here a whole window is dropped at once when its time is over, whoever is in it.
"""

# ruff: noqa: ARG002 (the methods' parameters are the library's)

import math
import time

from limits.aio.storage import SlidingWindowCounterSupport, Storage


class WindowStorage(Storage, SlidingWindowCounterSupport):
    """Counts of this window and the one before, by key; for limits of one window length. Used in one event loop."""

    STORAGE_SCHEME = None

    def __init__(self, seconds: int) -> None:
        """Make it empty.

        Args:
            seconds: the length of a window.
        """
        super().__init__()
        self._seconds = seconds
        self._window = 0
        self._current: dict[str, int] = {}
        self._previous: dict[str, int] = {}

    async def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count a request, unless this window and the share of the last one that still counts are full."""
        previous, previous_left, current, _ = self._counts(key)
        if math.floor(previous * previous_left / self._seconds + current) + amount > limit:
            return False
        self._current[key] = current + amount
        return True

    async def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        """Count of the last window and seconds for which it counts; the same of this one."""
        return self._counts(key)

    async def clear_sliding_window(self, key: str, expiry: int) -> None:
        """Forget a key."""
        await self.clear(key)

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to this window's count."""
        self._turn(time.time())
        self._current[key] = self._current.get(key, 0) + amount
        return self._current[key]

    async def get(self, key: str) -> int:
        """This window's count."""
        self._turn(time.time())
        return self._current.get(key, 0)

    async def get_expiry(self, key: str) -> float:
        """When this window ends, in seconds since the epoch."""
        self._turn(time.time())
        return float((self._window + 1) * self._seconds)

    async def clear(self, key: str) -> None:
        """Forget a key."""
        self._current.pop(key, None)
        self._previous.pop(key, None)

    async def reset(self) -> int:
        """Forget all keys, and say how many there were."""
        count = len(self._current.keys() | self._previous.keys())
        self._current, self._previous = {}, {}
        return count

    async def check(self) -> bool:
        """Memory is always there."""
        return True

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the library would wrap; nothing is raised here."""
        return ValueError

    def _counts(self, key: str) -> tuple[int, float, int, float]:
        now = time.time()
        self._turn(now)
        left = self._seconds - now % self._seconds
        return self._previous.get(key, 0), left, self._current.get(key, 0), left + self._seconds

    def _turn(self, now: float) -> None:
        """Begin a new window where the time has come."""
        window = int(now // self._seconds)
        if window != self._window:
            self._previous = self._current if window == self._window + 1 else {}
            self._current, self._window = {}, window
