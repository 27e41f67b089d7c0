"""What becomes of calls while Milvus is away, hangs or isn't Milvus: one error, soon, and all is well afterwards."""

import logging
import socket
import socketserver
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.errors import PassagesUnavailableError
from search.passages.milvus_address import read_milvus_address
from search.passages.milvus_connection import PAUSE_SECONDS
from search.passages.milvus_index import SEARCH_SECONDS
from search.passages.milvus_store import MilvusStore
from search.passages.seam import PassageIndex
from tests.search.passages.kept import Kept, identity, random_passages, random_queries, rows_of
from tests.search.passages.milvus_server import MilvusServer

SOON = SEARCH_SECONDS + 1.0
"""The time-out of a search, and what a busy machine adds."""

QUERIES = random_queries(4)


@pytest.fixture
def served(milvus: MilvusServer, tmp_path: Path) -> tuple[Kept, PassageIndex]:
    """A store with one published build, opened."""
    store = milvus.store(f"test_{uuid.uuid4().hex[:12]}")
    kept = Kept(store, tmp_path / "index", lambda: store)
    index = kept.seal("b-1", random_passages(60))
    store.publish("b-1")
    return kept, index


def seconds_to_fail(call: Callable[[], object], says: str) -> float:
    """How long a call takes to say that Milvus is away."""
    start = time.monotonic()
    with pytest.raises(PassagesUnavailableError, match=says):
        call()
    return time.monotonic() - start


def back_after(call: Callable[[], object]) -> None:
    """Wait until a call works again."""
    deadline = time.monotonic() + 20
    while True:
        try:
            call()
            return
        except PassagesUnavailableError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_every_call_to_a_server_that_was_killed_says_so_soon(
    milvus: MilvusServer, served: tuple[Kept, PassageIndex], caplog: pytest.LogCaptureFixture
) -> None:
    kept, index = served
    expected = rows_of(index, QUERIES, 9)
    draft = kept.store.draft(identity("b-2"), kept.folder("b-2"))
    calls: list[Callable[[], object]] = [
        lambda: index.candidates(QUERIES[0], 9),
        lambda: index.vectors(0, 10),
        kept.store.published,
        lambda: kept.store.publish("b-1"),
        lambda: kept.store.drop("b-2"),
        lambda: kept.open("b-1"),
        lambda: kept.store.draft(identity("b-3"), kept.folder("b-3")),
        lambda: draft.put(random_passages(5)),
        draft.held,
        draft.seal,
    ]
    milvus.kill()
    with caplog.at_level(logging.DEBUG):
        for call in calls:
            time.sleep(PAUSE_SECONDS)  # so that each of them tries for itself
            assert seconds_to_fail(call, rf"Milvus at 127\.0\.0\.1:{milvus.port} doesn't answer .*start it") < SOON
    assert "Traceback" not in caplog.text
    milvus.start()
    back_after(lambda: rows_of(index, QUERIES, 9))
    assert rows_of(index, QUERIES, 9) == expected
    assert kept.store.published() == "b-1"


def test_a_server_that_hangs_is_given_up_within_the_time_of_a_search(
    milvus: MilvusServer, served: tuple[Kept, PassageIndex]
) -> None:
    _, index = served
    expected = rows_of(index, QUERIES, 9)
    milvus.hang()
    assert seconds_to_fail(lambda: index.candidates(QUERIES[0], 9), "DEADLINE_EXCEEDED") < SOON
    assert seconds_to_fail(lambda: index.candidates(QUERIES[0], 9), "doesn't answer") < 0.2
    time.sleep(PAUSE_SECONDS)
    with ThreadPoolExecutor(8) as threads:
        asked = [
            threads.submit(seconds_to_fail, lambda: index.candidates(QUERIES[0], 9), "doesn't answer") for _ in range(8)
        ]
        assert max(one.result() for one in asked) < SOON
    milvus.go_on()
    back_after(lambda: rows_of(index, QUERIES, 9))
    assert rows_of(index, QUERIES, 9) == expected


def test_a_server_that_dies_under_calls_gives_no_half_result(
    milvus: MilvusServer, served: tuple[Kept, PassageIndex]
) -> None:
    _, index = served
    expected = rows_of(index, QUERIES, 9)
    done = threading.Event()

    def read() -> tuple[int, int]:
        right = away = 0
        while not done.is_set():
            start = time.monotonic()
            try:
                assert index.candidates(QUERIES[1], 9).rows.tolist() == expected[1]
                right += 1
            except PassagesUnavailableError:
                away += 1
                done.wait(0.02)
            assert time.monotonic() - start < SOON
        return right, away

    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(read) for _ in range(4)]
        try:
            time.sleep(0.5)
            milvus.kill()
            time.sleep(0.5)
            milvus.start()
            back_after(lambda: rows_of(index, QUERIES, 9))
            time.sleep(0.5)
        finally:
            done.set()
        for reader in readers:
            right, away = reader.result()
            assert right > 0
            assert away > 0


class _Mute(socketserver.BaseRequestHandler):
    """Takes what is sent and says nothing."""

    def handle(self) -> None:
        while self.request.recv(4_096):
            pass


class _Http(socketserver.BaseRequestHandler):
    """A web server, as found on a port that was mixed up."""

    def handle(self) -> None:
        self.request.recv(4_096)
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class _Rude(socketserver.BaseRequestHandler):
    """Hangs up."""


@contextmanager
def server_of(handler: type[socketserver.BaseRequestHandler]) -> Iterator[MilvusStore]:
    """A store over a server that isn't Milvus."""

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield MilvusStore(read_milvus_address(f"milvus+http://127.0.0.1:{server.server_address[1]}"))
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("handler", [_Mute, _Http, _Rude])
def test_what_is_not_milvus_is_away(handler: type[socketserver.BaseRequestHandler]) -> None:
    with server_of(handler) as store:
        assert seconds_to_fail(store.published, r"Milvus at 127\.0\.0\.1:\d+ doesn't answer") < SOON


def test_nothing_on_the_port_and_no_such_host_are_away() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
        for where in (f"127.0.0.1:{free}", "milvus.invalid:19530"):
            store = MilvusStore(read_milvus_address(f"milvus+http://{where}"))
            assert seconds_to_fail(store.published, f"Milvus at {where} doesn't answer") < SOON
