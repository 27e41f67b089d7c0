"""Two replicas with folders of their own behind the deployed nginx configuration."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles

import httpx
import pytest

from tests.api.server_process import ROOT, ServerProcess, server_process, wait_for
from tests.api.swap_load import QUESTIONS, Heard, ask, asking, bodies
from tests.conftest import TwoBuilds
from tests.deploy.nginx import NGINX, Nginx, running_nginx

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed: apt-get install nginx-light")

_CALLERS = 4
_LEFT_OUT_SECONDS = 5


class Replica:
    """A server with a folder of its own, which keeps its port from start to start."""

    def __init__(self, source: Path, folder: Path, workers: str, stack: ExitStack) -> None:
        self._var, self._workers, self._stack = folder / "var", workers, stack
        shutil.copytree(source / "index", self._var / "index", symlinks=True)
        (self._var / "encoders").symlink_to(source / "encoders")
        self.server = self._start(0)

    def start_again(self) -> None:
        """Start it on the port that it had."""
        self.server = self._start(self.server.port)

    def _start(self, port: int) -> ServerProcess:
        return self._stack.enter_context(
            server_process(
                self._var,
                self._var / "log",
                port=str(port),
                workers=self._workers,
                threads="1",
                cache="0",
                trusted_proxies="127.0.0.1",
            )
        )


@pytest.fixture
def replicas(request: pytest.FixtureRequest, tiny_two_builds: TwoBuilds, tmp_path: Path) -> Iterator[list[Replica]]:
    """Two of them; each with one process unless a test asks for more."""
    workers = getattr(request, "param", "1")
    with ExitStack() as stack:
        yield [Replica(tiny_two_builds.var, tmp_path / name, workers, stack) for name in ("one", "two")]


@pytest.fixture
def nginx(replicas: list[Replica], tmp_path: Path) -> Iterator[Nginx]:
    ports = (replica.server.port for replica in replicas)
    with running_nginx(tmp_path / "nginx", *ports, limited=False) as nginx:
        yield nginx


def test_replicas_say_the_same(replicas: list[Replica]) -> None:
    """Body and entity tag, so that a caller may go from one to the other."""
    for question in QUESTIONS:
        first, second = (_asked_of(replica, question) for replica in replicas)
        assert first.content == second.content
        assert first.headers["etag"] == second.headers["etag"]


@pytest.mark.parametrize("replicas", ["1", "2"], indirect=True, ids=["one process each", "two processes each"])
def test_a_killed_replica_loses_no_request(
    replicas: list[Replica], nginx: Nginx, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _said(nginx)
    with asking(nginx.client, said, _CALLERS) as before:
        time.sleep(3)
    with asking(nginx.client, said, _CALLERS) as meanwhile:
        time.sleep(1)
        replicas[0].server.kill()
        time.sleep(2)
        replicas[0].start_again()
        time.sleep(_LEFT_OUT_SECONDS + 1)
    with asking(nginx.client, said, _CALLERS) as after:
        time.sleep(3)
    phases = {"before": before, "while": meanwhile, "after": after}
    with capsys.disabled():
        sys.stdout.write("".join(f"\n{name}: {_figures(heard)}" for name, heard in phases.items()) + "\n")
    assert [heard.failed for heard in phases.values()] == [[], [], []]
    assert [heard.wrong for heard in phases.values()] == [[], [], []]
    assert min(len(heard.seconds) for heard in phases.values()) > 50


def test_what_was_left_out_is_asked_again_and_then_the_other_may_die(replicas: list[Replica], nginx: Nginx) -> None:
    said = _said(nginx)
    with asking(nginx.client, said, _CALLERS, pause=0.05) as heard:
        for replica in replicas:
            replica.server.kill()
            time.sleep(1)
            replica.start_again()
            time.sleep(_LEFT_OUT_SECONDS + 1)
    assert heard.failed == []
    assert heard.wrong == []


def test_a_replica_that_hangs_loses_no_request(replicas: list[Replica], nginx: Nginx) -> None:
    said = _said(nginx)
    with asking(nginx.client, said, _CALLERS, pause=0.05) as heard:
        os.kill(replicas[0].server.process.pid, signal.SIGSTOP)
        try:
            time.sleep(12)
        finally:
            os.kill(replicas[0].server.process.pid, signal.SIGCONT)
    assert heard.failed == []
    assert heard.wrong == []


def test_questions_are_sent_again_and_feedback_is_not(tmp_path: Path) -> None:
    """To replicas that take a request and die of it."""
    feedback = {"request_id": "0f8fad5bd9cb469f", "helped": True}
    with (
        _dying() as (first, heard_first),
        _dying() as (second, heard_second),
        running_nginx(tmp_path / "nginx", first, second) as nginx,
        nginx.client() as client,
    ):
        assert client.post("/v1/search", json={"q": "посвідка"}).status_code == 503
        assert client.post("/v1/feedback", json=feedback).status_code == 503
        assert client.post("/feedback", data=feedback).status_code == 503
    assert (heard_first + heard_second).count("POST /v1/search") == 2
    assert (heard_first + heard_second).count("POST /v1/feedback") == 1
    assert (heard_first + heard_second).count("POST /feedback") == 1


def test_a_build_is_copied_and_published_replica_by_replica(
    replicas: list[Replica], tiny_two_builds: TwoBuilds
) -> None:
    """As deploy/README.md says it."""
    first, name = replicas[0].server, tiny_two_builds.second
    shutil.rmtree(first.var / "index" / "builds" / name)
    shutil.copytree(tiny_two_builds.index / "builds" / name, first.var / "index" / "builds" / name)
    variables = os.environ | {"DOVIDNYK_VAR": str(first.var)}
    publish = [sys.executable, "-m", "api", "index", "rollback", name]
    subprocess.run(publish, env=variables, cwd=ROOT, check=True, capture_output=True)
    wait_for(lambda: _serving(replicas[0]) == name, "it is taken up")
    assert _serving(replicas[1]) == tiny_two_builds.first


def _serving(replica: Replica) -> str:
    with replica.server.client() as client:
        return str(client.get("/v1/guide").json()["index"])


def _asked_of(replica: Replica, question: str) -> httpx.Response:
    with replica.server.client() as client:
        return ask(client, question)


def _said(nginx: Nginx) -> dict[str, dict[str, bytes]]:
    with nginx.client() as client:
        return {client.get("/v1/guide").json()["index"]: bodies(client)}


def _figures(heard: Heard) -> str:
    middle, late = (quantiles(heard.seconds, n=100)[place] * 1000 for place in (49, 98))
    return f"{len(heard.seconds)} requests, {len(heard.failed)} failed; p50 {middle:.0f} ms, p99 {late:.0f} ms"


@contextmanager
def _dying() -> Iterator[tuple[int, list[str]]]:
    """A listener that closes every connection once a request has come; gives its port and what it heard."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def take() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    heard.append(" ".join(connection.recv(65_536).decode("utf-8", "replace").split()[:2]))

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield listener.getsockname()[1], heard
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
