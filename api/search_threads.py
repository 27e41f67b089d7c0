"""The threads that search: as many as there are cores to encode on, so that nothing waits inside one.

Requests beyond them queue up before they take a thread; the event loop stays free for those that need no search. The
queue is bounded: what comes when it is full is refused at once, while what was taken is done.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from search.errors import DovidnykError

P = ParamSpec("P")
T = TypeVar("T")


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
        self._pool = ThreadPoolExecutor(self._count, thread_name_prefix="search")

    @property
    def queued(self) -> int:
        """How many wait for a thread."""
        return max(0, self._taken - self._count)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something on one of them.

        Raises:
            OverloadError: all of them work and the queue is full.
        """
        if self._taken >= self._most:
            raise OverloadError("too many questions are waiting; try again in a moment")
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
