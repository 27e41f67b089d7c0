"""The queue before the encoder, on a real server under load."""

import asyncio
import threading
from collections import Counter
from pathlib import Path

import httpx
import pytest

from api.search_threads import OverloadError, SearchThreads
from tests.api.server_process import linked_var, server_process

QUEUE = 3
CALLERS = 40


def test_what_is_over_the_queue_is_refused_and_what_was_taken_is_done() -> None:
    async def load() -> list[int | BaseException]:
        threads = SearchThreads(1, queue=2)
        go = threading.Event()

        def work(number: int) -> int:
            assert go.wait(10)
            return number

        tasks = [asyncio.create_task(threads.run(work, number)) for number in range(5)]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        go.set()
        found = await asyncio.gather(*tasks, return_exceptions=True)
        assert await threads.run(work, 9) == 9
        threads.close()
        return found

    found = asyncio.run(load())
    assert found[:3] == [0, 1, 2]
    assert [type(one) for one in found[3:]] == [OverloadError] * 2


def test_the_queue_is_overrun_while_it_is_full_and_many_are_refused() -> None:
    async def load() -> list[bool]:
        threads = SearchThreads(1, queue=0)
        go = threading.Event()
        taken = asyncio.create_task(threads.run(go.wait, 10))
        await asyncio.sleep(0)
        seen = []
        for _ in range(60):
            with pytest.raises(OverloadError):
                await threads.run(go.wait, 10)
            seen.append(threads.overrun)
        go.set()
        await taken
        await asyncio.sleep(0.01)
        threads.close()
        return [*seen, threads.overrun]

    seen = asyncio.run(load())
    assert seen.index(True) == 49
    assert all(seen[49:-1])
    assert not seen[-1], "there is room again"


def test_a_caller_that_hangs_up_does_not_free_the_thread_that_works_for_it() -> None:
    async def load() -> None:
        threads = SearchThreads(1, queue=0)
        go, began = threading.Event(), threading.Event()

        def work() -> None:
            began.set()
            assert go.wait(10)

        task = asyncio.create_task(threads.run(work))
        await asyncio.to_thread(began.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(OverloadError):
            await threads.run(work)
        go.set()
        threads.close()

    asyncio.run(load())


def test_an_overloaded_server_refuses_at_once_and_answers_what_it_took(var_folder: Path, tmp_path: Path) -> None:
    async def storm(url: str) -> None:
        limits = httpx.Limits(max_connections=2 * CALLERS)
        async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
            kept = {"q": "загубила картку"}
            (await client.post("/v1/search", json=kept)).raise_for_status()
            asked = [client.post("/v1/search", json={"q": f"що робити, {'як ' * 120}{n}"}) for n in range(CALLERS)]
            storm = asyncio.gather(*asked)
            meanwhile = [await client.get("/health/live"), await client.post("/v1/search", json=kept)]
            responses = await storm
        assert [one.status_code for one in meanwhile] == [200, 200]
        found = Counter(one.status_code for one in responses)
        assert set(found) == {200, 503}
        assert found[200] >= QUEUE + 1
        refused = [one for one in responses if one.status_code == 503]
        assert {one.headers["retry-after"] for one in refused} == {"1"}
        assert {one.json()["detail"] for one in refused} == {"too many questions are waiting; try again in a moment"}
        assert all(one.json()["results"] for one in responses if one.status_code == 200)

    var = linked_var(var_folder, tmp_path / "var")
    with server_process(var, tmp_path / "log", queue=str(QUEUE), threads="1") as server:
        asyncio.run(storm(server.url))
        assert httpx.post(f"{server.url}/v1/search", json={"q": "і знову все добре?"}, timeout=30).status_code == 200
