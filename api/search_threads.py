"""The threads that search: as many as there are cores to encode on, so that nothing waits inside one.

Requests beyond them queue up before they take a thread; the event loop stays free for those that need no search.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class SearchThreads:
    """A pool of threads, ended with the application."""

    def __init__(self, count: int) -> None:
        """Make the pool.

        Args:
            count: number of threads; 0 for all cores.
        """
        self._count = count or os.cpu_count() or 1
        self._taken = 0
        self._pool = ThreadPoolExecutor(self._count, thread_name_prefix="search")

    @property
    def queued(self) -> int:
        """How many wait for a thread."""
        return max(0, self._taken - self._count)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something on one of them."""
        self._taken += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(*args, **kwargs))
        finally:
            self._taken -= 1

    def close(self) -> None:
        """Let what runs finish, and end the threads."""
        self._pool.shutdown()
