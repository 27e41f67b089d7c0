"""The threads that search: as many as there are cores to encode on, so that nothing waits inside one.

Requests beyond them queue up before they take a thread; the event loop stays free for those that need no search. The
queue is bounded: what comes when it is full is refused at once, while what was taken is done.
"""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from search.errors import DovidnykError

P = ParamSpec("P")
T = TypeVar("T")

_MANY_REFUSALS = 50
_REFUSED_WITHIN_SECONDS = 1.0


class OverloadError(DovidnykError):
    """The queue is full."""


class SearchThreads:
    """A pool of threads, ended with the application."""

    def __init__(self, count: int, queue: int) -> None:
        """Make the pool.

        Args:
            count: number of threads; 0 for all cores.
            queue: how many may wait while all threads work.
        """
        self._count = count or os.cpu_count() or 1
        self._most = self._count + queue
        self._taken = 0
        self._refused: deque[float] = deque(maxlen=_MANY_REFUSALS)
        self._pool = ThreadPoolExecutor(self._count, thread_name_prefix="search")

    @property
    def queued(self) -> int:
        """How many wait for a thread."""
        return max(0, self._taken - self._count)

    @property
    def overrun(self) -> bool:
        """Whether the queue is full, and many were refused within the last second."""
        many = len(self._refused) == _MANY_REFUSALS
        return self._is_full and many and time.monotonic() - self._refused[0] <= _REFUSED_WITHIN_SECONDS

    @property
    def _is_full(self) -> bool:
        return self._taken >= self._most

    def refusal(self) -> OverloadError:
        """What is said to a question that is refused, which is counted with that."""
        self._refused.append(time.monotonic())
        return OverloadError("too many questions are waiting; try again in a moment")

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something on one of them.

        Raises:
            OverloadError: all of them work and the queue is full.
        """
        if self._is_full:
            raise self.refusal()
        self._taken += 1
        done = self._pool.submit(lambda: work(*args, **kwargs))
        loop = asyncio.get_running_loop()
        done.add_done_callback(lambda _: loop.call_soon_threadsafe(self._give_back))
        return await asyncio.wrap_future(done)

    def _give_back(self) -> None:
        """Only when the work is done: a caller that hangs up doesn't make its thread free."""
        self._taken -= 1

    def close(self) -> None:
        """Let what runs finish, and end the threads."""
        self._pool.shutdown()
