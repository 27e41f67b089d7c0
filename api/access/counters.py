"""Where requests are counted: in memory, or in Redis for all workers and machines together.

While Redis is away each worker counts in memory. So limits hold, if only by worker, and nobody is refused for it; a
service that answers nothing because a counter is away would be the worse fault. It is logged once when it goes and once
when it is back.
"""

import logging
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from api.access.addresses import make_salt
from api.access.quota import WINDOW_SECONDS, Quota
from api.access.window_storage import WindowStorage
from search.errors import SettingsError

MEMORY = "memory://"

_ANSWER_WITHIN_SECONDS = 0.25
_SECONDS_BETWEEN_TRIES = 5.0
_SALT_KEY = "dovidnyk:salt"
_SALT_LIVES_SECONDS = 86_400
_SALT_READ_EVERY_SECONDS = 60.0
_LOGGER = logging.getLogger("dovidnyk")
T = TypeVar("T")


class Counters:
    """Counts requests by sliding windows of a minute."""

    def __init__(self, store: str) -> None:
        """Make the counters; nothing is connected to yet.

        Args:
            store: `memory://`, or `redis://…`, `rediss://…`.

        Raises:
            SettingsError: it is neither, or the extra 'redis' is missing.
        """
        check_store(store)
        self._memory = SlidingWindowCounterRateLimiter(WindowStorage(WINDOW_SECONDS))
        self._redis: RedisStorage | None = None if store == MEMORY else _redis_storage(store)
        self._shared = SlidingWindowCounterRateLimiter(self._redis) if self._redis else None
        self._away = False
        self._try_again = 0.0
        self._own_salt = make_salt()
        self._shared_salt = self._own_salt
        self._salt_read = float("-inf")

    async def hit(self, name: str, token: str, allowed: int) -> Quota:
        """Count a request, unless it is one too many, and say what is left."""
        if self._shared is not None:
            shared = self._shared
            quota = await self._asked_of_redis(lambda: _hit(shared, name, token, allowed))
            if quota is not None:
                return quota
        return await _hit(self._memory, name, token, allowed)

    async def salt(self) -> bytes:
        """The salt for callers' addresses: this process's own, or the one that lives a day in Redis."""
        if self._redis is None:
            return self._own_salt
        if time.monotonic() - self._salt_read >= _SALT_READ_EVERY_SECONDS:
            redis = self._redis
            found = await self._asked_of_redis(lambda: _salt_of(redis, self._own_salt))
            if found is not None:
                self._shared_salt, self._salt_read = found, time.monotonic()
        return self._shared_salt

    async def close(self) -> None:
        """Let go of connections."""
        if self._redis is not None:
            await _connection(self._redis).aclose()

    async def _asked_of_redis(self, ask: Callable[[], Awaitable[T]]) -> T | None:
        """What Redis answers; `None` while it is away, which is found out again every few seconds."""
        if self._away and time.monotonic() < self._try_again:
            return None
        try:
            answer = await ask()
        except StorageError as error:
            self._try_again = time.monotonic() + _SECONDS_BETWEEN_TRIES
            if not self._away:
                self._away = True
                _LOGGER.warning("Redis is away; this process counts by itself: %s", error.storage_error)
            return None
        if self._away:
            self._away = False
            _LOGGER.warning("Redis is back; requests are counted there again")
        return answer


async def _hit(limiter: SlidingWindowCounterRateLimiter, name: str, token: str, allowed: int) -> Quota:
    limit = RateLimitItemPerMinute(allowed, namespace="dovidnyk")
    taken = await limiter.hit(limit, name, token)
    window = await limiter.get_window_stats(limit, name, token)
    reset = max(1, math.ceil(window.reset_time - time.time()))
    return Quota(name, allowed, int(window.remaining) if taken else 0, reset, not taken)


async def _salt_of(storage: RedisStorage, proposed: bytes) -> bytes:
    """The salt that all share; the first to ask sets its own."""
    try:
        found: bytes | None = await _connection(storage).set(
            _SALT_KEY, proposed, nx=True, ex=_SALT_LIVES_SECONDS, get=True
        )
    except storage.base_exceptions as error:
        raise StorageError(error) from error
    return found or proposed


def _connection(storage: RedisStorage) -> Any:
    """The client of redis-py that the storage uses."""
    return cast(RedispyBridge, storage.bridge).get_connection()


def check_store(store: str) -> None:
    """Refuse a store that can't be used; it isn't repeated, since it may hold a password.

    Raises:
        SettingsError: it is neither memory nor Redis, or the extra 'redis' is missing.
    """
    if store == MEMORY:
        return
    if not store.startswith(("redis://", "rediss://")):
        raise SettingsError(f"setting DOVIDNYK_LIMITS_STORE: expected '{MEMORY}' or 'redis://host:port'")
    try:
        import redis  # noqa: F401
    except ModuleNotFoundError as error:
        raise SettingsError("limits in Redis need the extra 'redis': pip install 'dovidnyk[redis]'") from error


def _redis_storage(store: str) -> RedisStorage:
    return RedisStorage(
        f"async+{store}",
        wrap_exceptions=True,
        implementation="redispy",
        socket_timeout=_ANSWER_WITHIN_SECONDS,
        socket_connect_timeout=_ANSWER_WITHIN_SECONDS,
    )
