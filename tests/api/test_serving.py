"""Starting, stopping and surviving: the server's processes as an operator sees them."""

import http.client
import json
import os
import signal
import socket
import time
from pathlib import Path

import httpx
import pytest

from tests.api.server_process import ServerProcess, server_process, wait_for
from tests.conftest import TwoBuilds

_BODY = json.dumps({"q": "посвідка на проживання"}).encode()


def _begin_request(port: int) -> http.client.HTTPConnection:
    """A request that the server has begun to read: headers and half of the body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("POST", "/v1/search")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(_BODY)))
    connection.endheaders(_BODY[:10])
    httpx.get(f"http://127.0.0.1:{port}/health/live")  # answered after it, so that it has been read
    return connection


def _refuses(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_stop_lets_requests_finish_refuses_new_ones_and_ends_with_0(
    tiny_two_builds: TwoBuilds, tmp_path: Path, workers: str
) -> None:
    with server_process(tiny_two_builds.var, tmp_path / "log", workers=workers) as server:
        begun = _begin_request(server.port)
        server.process.send_signal(signal.SIGTERM)
        wait_for(lambda: _refuses(server.port), "new connections are refused")
        assert server.process.poll() is None, "it waits for the request"
        begun.send(_BODY[10:])
        response = begun.getresponse()
        assert response.status == 200
        assert json.loads(response.read())["total"] == 33
        begun.close()
        assert server.process.wait(timeout=30) == 0
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_a_request_that_does_not_end_holds_up_a_stop_no_longer_than_was_set(
    tiny_two_builds: TwoBuilds, tmp_path: Path
) -> None:
    with server_process(tiny_two_builds.var, tmp_path / "log", workers="2", stop_seconds="1") as server:
        begun = _begin_request(server.port)
        assert server.stop() == 0
        begun.close()


def test_every_process_is_ready_when_the_server_says_that_it_serves(tiny_two_builds: TwoBuilds, tmp_path: Path) -> None:
    with server_process(tiny_two_builds.var, tmp_path / "log", workers="2") as server:
        begun = time.monotonic()
        assert _answering(server) == server.workers()
        assert time.monotonic() - begun < 2, "a process that has yet to open its index takes longer"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_service_manager_hears_when_it_is_ready(tiny_two_builds: TwoBuilds, tmp_path: Path, workers: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(30)
        with server_process(tiny_two_builds.var, tmp_path / "log", tmp_path / "notify", workers=workers) as server:
            assert manager.recv(64) == b"READY=1"
            assert httpx.get(f"{server.url}/health/ready").status_code == 200


def test_a_killed_process_is_replaced_and_the_others_answer(tiny_two_builds: TwoBuilds, tmp_path: Path) -> None:
    with server_process(tiny_two_builds.var, tmp_path / "log", workers="2") as server:
        killed, left = server.workers()
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: not Path(f"/proc/{killed}/exe").exists(), "it is dead")
        assert httpx.get(f"{server.url}/health/ready", timeout=30).status_code == 200
        wait_for(lambda: len(server.workers() - {killed}) == 2, "another one has started")
        assert left in server.workers()
        assert _answering(server) == server.workers()
        assert server.stop() == 0


def test_a_hangup_replaces_all_processes_one_after_another(tiny_two_builds: TwoBuilds, tmp_path: Path) -> None:
    with server_process(tiny_two_builds.var, tmp_path / "log", workers="2") as server:
        before = server.workers()
        server.process.send_signal(signal.SIGHUP)
        while before & server.workers():
            assert httpx.get(f"{server.url}/v1/guide", timeout=30).status_code == 200
        assert len(server.workers()) == 2
        assert server.stop() == 0


def _answering(server: ServerProcess) -> set[int]:
    """The processes that answer, once two have."""
    return set(server.reloads())


def test_no_process_outlives_the_one_that_started_it(tiny_two_builds: TwoBuilds, tmp_path: Path) -> None:
    """Killed, it can't end them; else they would keep the port from the server that is started next."""
    with server_process(tiny_two_builds.var, tmp_path / "log", workers="2") as server:
        workers = server.workers()
        assert len(workers) == 2
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(timeout=30)
        wait_for(lambda: _refuses(server.port), "the port is free", seconds=5)
        wait_for(lambda: not any(_runs(worker) for worker in workers), "they have ended", seconds=5)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return b"Z" not in Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[:1]
