"""Sliding windows in memory: what counts, for how long, and at what cost."""

import asyncio
import time
from collections.abc import Callable

import pytest
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from api.access.window_storage import WindowStorage

Clock = Callable[[float], None]
START = 1_800_000_000.0
"""Beginning of a minute."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the time, in seconds from the beginning of a minute."""

    def set_to(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: START + seconds)

    set_to(0)
    return set_to


async def taken(limiter: SlidingWindowCounterRateLimiter, count: int, key: str = "a", allowed: int = 10) -> int:
    return sum([await limiter.hit(RateLimitItemPerMinute(allowed), key) for _ in range(count)])


def test_the_last_window_counts_by_the_share_of_it_that_is_still_within_a_minute(clock: Clock) -> None:
    async def count() -> None:
        limiter = SlidingWindowCounterRateLimiter(WindowStorage(60))
        assert await taken(limiter, 12) == 10
        clock(60 + 30)
        assert await taken(limiter, 12) == 5
        clock(60 + 45)
        assert await taken(limiter, 12) == 3
        clock(60 * 3)
        assert await taken(limiter, 12) == 10

    asyncio.run(count())


def test_after_the_time_that_it_names_one_more_is_taken(clock: Clock) -> None:
    async def count() -> None:
        limiter, limit = SlidingWindowCounterRateLimiter(WindowStorage(60)), RateLimitItemPerMinute(10)
        clock(20)
        assert await taken(limiter, 11) == 10
        stats = await limiter.get_window_stats(limit, "a")
        assert stats.remaining == 0
        clock(stats.reset_time - START + 0.001)
        assert await taken(limiter, 1) == 1

    asyncio.run(count())


def test_it_counts_as_the_librarys_own_storage_does(clock: Clock) -> None:
    async def outcomes(storage: Storage) -> list[int]:
        limiter = SlidingWindowCounterRateLimiter(storage)
        found = []
        for second in range(0, 300, 7):
            clock(second)
            found.append(await taken(limiter, second % 5, allowed=9))
        return found

    assert asyncio.run(outcomes(WindowStorage(60))) == asyncio.run(outcomes(MemoryStorage()))


def test_many_callers_cost_a_request_no_more_and_are_forgotten(clock: Clock) -> None:
    async def count() -> None:
        storage = WindowStorage(60)
        limiter = SlidingWindowCounterRateLimiter(storage)
        for number in range(50_000):
            await storage.incr(f"caller-{number}", 60)
        began = time.perf_counter()
        assert await taken(limiter, 100, "a", allowed=1000) == 100
        assert time.perf_counter() - began < 0.1
        clock(120)
        await storage.get("a")
        assert await storage.reset() == 0

    asyncio.run(count())
