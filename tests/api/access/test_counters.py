"""Counting in memory and in a real Redis, also while it is away."""

import asyncio
import logging
import socket
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import redis

from api.access.counters import Counters
from api.access.quota import Quota
from search.errors import SettingsError
from search.settings import Settings
from tests.api.access.redis_server import RedisServer
from tests.api.conftest import serving
from tests.api.server_process import server_process


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


async def hits(counters: Counters, count: int, token: str = "someone", allowed: int = 5) -> list[Quota]:
    return [await counters.hit("caller", token, allowed) for _ in range(count)]


def refused(quotas: list[Quota]) -> list[bool]:
    return [one.over for one in quotas]


def test_in_memory_each_token_has_its_own_count() -> None:
    async def count() -> None:
        counters = Counters("memory://")
        assert refused(await hits(counters, 7)) == [False] * 5 + [True] * 2
        assert refused(await hits(counters, 1, "other")) == [False]
        await counters.close()

    asyncio.run(count())


def test_processes_count_together_in_redis(redis_server: RedisServer) -> None:
    async def count() -> None:
        one, other = Counters(redis_server.url), Counters(redis_server.url)
        assert refused(await hits(one, 3)) == [False] * 3
        quotas = await hits(other, 4)
        assert refused(quotas) == [False] * 2 + [True] * 2
        assert [quota.left for quota in quotas] == [1, 0, 0, 0]
        assert await one.salt() == await other.salt()
        await one.close()
        await other.close()

    asyncio.run(count())


def test_while_redis_is_away_requests_are_counted_here_and_it_is_logged_once(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.access.counters._SECONDS_BETWEEN_TRIES", 0.0)

    async def count() -> None:
        counters = Counters(redis_server.url)
        await hits(counters, 2)
        redis_server.stop()
        assert refused(await hits(counters, 7)) == [False] * 5 + [True] * 2
        redis_server.start()
        assert refused(await hits(counters, 2)) == [False] * 2
        await counters.close()

    with caplog.at_level(logging.WARNING, "dovidnyk"):
        asyncio.run(count())
    away, back = (record.message for record in caplog.records)
    assert away.startswith("Redis is away; this process counts by itself")
    assert back.startswith("Redis is back")


def test_a_redis_that_hangs_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:

        async def count() -> None:
            counters = Counters(f"redis://127.0.0.1:{silent.getsockname()[1]}")
            began = time.monotonic()
            assert refused(await hits(counters, 7)) == [False] * 5 + [True] * 2
            assert time.monotonic() - began < 2
            await counters.close()

        asyncio.run(count())


@pytest.mark.parametrize("store", ["postgres://user:secret@host", "redis", ""])
def test_another_store_is_refused_without_repeating_it(store: str) -> None:
    with pytest.raises(SettingsError, match=r"DOVIDNYK_LIMITS_STORE: expected 'memory://' or 'redis://") as raised:
        Counters(store)
    assert "secret" not in str(raised.value)


def test_a_server_lives_through_its_redis_going_and_coming(
    redis_server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.access.counters._SECONDS_BETWEEN_TRIES", 0.0)
    with serving(Settings(var=tmp_path, caller_limit=4, limits_store=redis_server.url)) as url:

        def statuses(count: int) -> list[int]:
            return [httpx.get(f"{url}/v1/guide").status_code for _ in range(count)]

        assert statuses(5) == [503] * 4 + [429]
        redis_server.stop()
        assert statuses(5) == [503] * 4 + [429]
        redis_server.start()
        assert statuses(5) == [503] * 4 + [429]


def test_redis_never_holds_an_address(redis_server: RedisServer, tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, limits_store=redis_server.url, trusted_proxies="127.0.0.1")
    with serving(settings) as url:
        httpx.get(f"{url}/v1/guide", headers={"X-Forwarded-For": "198.51.100.23"})
    content = redis_server.content()
    assert b"caller" in content
    for form in (b"198.51.100", bytes([198, 51, 100]), b"c63364"):
        assert form not in content
    with redis.Redis(port=redis_server.port) as client:
        assert all(0 < client.ttl(key) <= 86_400 for key in client.scan_iter())


def test_workers_of_one_server_hold_one_limit(redis_server: RedisServer, tmp_path: Path) -> None:
    settings = {"limits_store": redis_server.url, "caller_limit": "20", "workers": "2"}
    with server_process(tmp_path, tmp_path / "log", None, **settings) as server:
        found = Counter(httpx.get(f"{server.url}/v1/guide").status_code for _ in range(60))
    assert found == {503: 20, 429: 40}
