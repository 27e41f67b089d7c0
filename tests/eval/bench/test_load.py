"""The load generator as a process of its own, against real servers on the loopback."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from itertools import pairwise
from statistics import mean

import pytest

from eval.bench.load.generator import Generator, load_generator
from eval.bench.load.job import Job
from eval.bench.load.schedule import poisson_schedule
from search.errors import DovidnykError

REQUEST = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def _serving(answer: Answer, kind: type[HTTPServer] = ThreadingHTTPServer) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            answer(self)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with kind(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def _reply(handler: BaseHTTPRequestHandler, status: int = 200, body: bytes = b"x" * 5000) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture(scope="module")
def generator() -> Iterator[Generator]:
    with load_generator() as generator:
        yield generator


def test_closed_loop_asks_everything_once_and_costs_little(generator: Generator) -> None:
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        _reply(handler)

    with _serving(answer) as port:
        load = generator.run(Job(port, tuple(REQUEST.replace("/ ", f"/{n} ") for n in range(200)), callers=4))
    assert sorted(asked) == sorted(f"/{n}" for n in range(200))
    assert len(load.latencies) == 200
    assert not load.errors
    assert max(load.latencies) <= load.seconds
    assert load.cpu / 200 < 0.001


def test_faults_are_counted_by_kind_and_the_loop_goes_on(generator: Generator) -> None:
    turns = iter(range(6))

    def answer(handler: BaseHTTPRequestHandler) -> None:
        turn = next(turns)
        if turn == 1:
            handler.close_connection = True
        else:
            _reply(handler, 503 if turn == 3 else 200)

    with _serving(answer) as port:
        load = generator.run(Job(port, (REQUEST,) * 6, callers=1))
    assert load.errors == {"lost connection": 1, "status 503": 1}
    assert len(load.latencies) == 4


def test_a_refusal_that_says_when_to_come_again_is_not_lost(generator: Generator) -> None:
    statuses = iter([200, 503, 429, 503])

    def answer(handler: BaseHTTPRequestHandler) -> None:
        status = next(statuses)
        handler.send_response(status)
        if handler.path == "/says-when":
            handler.send_header("Retry-After", "5")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with _serving(answer) as port:
        says_when = REQUEST.replace("/ ", "/says-when ")
        load = generator.run(Job(port, (REQUEST, says_when, says_when, REQUEST), callers=1))
    assert load.errors == {"status 503": 2, "status 429": 1}
    assert len(load.refusals) == 2
    assert load.lost == 1


def test_what_has_no_answer_in_time_is_given_up(generator: Generator) -> None:
    done = threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/stall":
            done.wait(10)
        _reply(handler)

    with _serving(answer) as port:
        stall = REQUEST.replace("/ ", "/stall ")
        load = generator.run(Job(port, (REQUEST, stall, REQUEST), callers=1, within=0.3))
        done.set()
    assert load.errors == {"no answer within 0 s": 2}
    assert len(load.latencies) == 1


def test_open_loop_counts_from_when_a_question_was_due(generator: Generator) -> None:
    """A server that takes 40 ms a question, asked every 10 ms by one caller: the queue shows in the latencies."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.04)
        _reply(handler)

    with _serving(answer) as port:
        arrivals = tuple(n * 0.01 for n in range(10))
        load = generator.run(Job(port, (REQUEST,) * 10, callers=1, arrivals=arrivals))
    assert load.latencies[0] >= 0.04
    assert load.latencies[-1] >= 0.04 * 10 - 0.09
    assert load.waits[-1] >= 0.04 * 9 - 0.09


def test_a_port_where_nothing_listens_is_one_clear_error(generator: Generator) -> None:
    with _serving(_reply) as port:
        pass
    with pytest.raises(DovidnykError, match=f"no load on port {port}"):
        generator.run(Job(port, (REQUEST,), callers=1))


def test_arrivals_are_poisson_and_fixed_by_the_seed() -> None:
    arrivals = poisson_schedule(rate=50.0, count=4000, seed=7)
    assert arrivals == poisson_schedule(rate=50.0, count=4000, seed=7)
    assert arrivals != poisson_schedule(rate=50.0, count=4000, seed=8)
    gaps = [later - earlier for earlier, later in pairwise((0.0, *arrivals))]
    assert min(gaps) >= 0
    assert mean(gaps) == pytest.approx(0.02, rel=0.05)
    beyond_the_mean = sum(gap > 0.02 for gap in gaps) / len(gaps)
    assert beyond_the_mean == pytest.approx(0.368, abs=0.03)
