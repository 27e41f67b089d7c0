"""Servers and other processes: ended whatever happens, and faults in one line."""

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from eval.bench.processes import ended_by_signals, memory_of, running
from eval.bench.servers import our_request, started
from eval.bench.txtai_server import txtai_request, txtai_server
from search.errors import DovidnykError
from search.guide import Guide

PARENT = "import subprocess, sys; c = subprocess.Popen(['sleep', '60']); print(c.pid, flush=True); c.wait()"


def _grandchild(parent: psutil.Popen) -> psutil.Process:
    while True:
        children = parent.children()
        if children:
            return children[0]
        assert parent.poll() is None


def test_a_process_and_its_children_are_ended_on_errors(tmp_path: Path) -> None:
    started: list[psutil.Process] = []

    def fail() -> None:
        with running([sys.executable, "-c", PARENT], os.environ, tmp_path / "log") as process:
            started.extend([process, _grandchild(process)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(started) == 2
    assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in started)


def test_sigterm_ends_what_was_started(tmp_path: Path) -> None:
    started: list[psutil.Process] = []

    def be_terminated() -> None:
        with ended_by_signals(), running(["sleep", "60"], os.environ, tmp_path / "log") as process:
            started.append(process)
            os.kill(os.getpid(), signal.SIGTERM)
            process.wait()

    with pytest.raises(SystemExit) as leaving:
        be_terminated()
    assert leaving.value.code == 128 + signal.SIGTERM
    assert not any(one.is_running() for one in started)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_memory_is_that_of_the_largest_process(tmp_path: Path) -> None:
    with running([sys.executable, "-c", PARENT], os.environ, tmp_path / "log") as process:
        child = _grandchild(process)
        memory = memory_of(process)
        assert memory.processes == 2
        assert memory.rss > child.memory_info().rss / 1e6


def test_a_program_that_is_missing_is_one_clear_error(tmp_path: Path) -> None:
    with (
        pytest.raises(DovidnykError, match="/nowhere/python can't be started: No such file"),
        running(["/nowhere/python"], os.environ, tmp_path / "log"),
    ):
        pass


def test_a_server_that_ends_at_once_is_quoted(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('port 1 is taken')"]
    with (
        pytest.raises(DovidnykError, match=r"the server ended at once on port \d+: port 1 is taken"),
        started("the server", command, {}, "/health/ready", our_request, tmp_path / "log"),
    ):
        pass


def test_an_interpreter_that_is_missing_says_how_to_get_txtai(guide: Guide, tmp_path: Path) -> None:
    with (
        pytest.raises(DovidnykError, match=r"--txtai-python /nowhere/python can't be run: .*pip install"),
        txtai_server(Path("/nowhere/python"), guide, tmp_path, tmp_path),
    ):
        pass


@pytest.mark.parametrize("request_of", [our_request, txtai_request])
def test_requests_are_whole_and_ascii(request_of: object) -> None:
    assert callable(request_of)
    head, _, body = request_of("Куди дзвонити?").partition("\r\n\r\n")
    assert (head + body).isascii()
    length = [line for line in head.split("\r\n") if line.startswith("Content-Length: ")]
    assert length == ([f"Content-Length: {len(body)}"] if body else [])
