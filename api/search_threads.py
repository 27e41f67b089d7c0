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
        self._pool = ThreadPoolExecutor(count or os.cpu_count() or 1, thread_name_prefix="search")

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something on one of them."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(*args, **kwargs))

    def close(self) -> None:
        """Let what runs finish, and end the threads."""
        self._pool.shutdown()
