"""The server as people run it: `dovidnyk serve` in a process of its own, with all that it writes kept."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.api.admin import admin_headers

ROOT = Path(__file__).resolve().parents[2]
SERVE = ("api", "serve")


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A server that has said that it serves.

    Attributes:
        var: its folder.
        log: the file that takes its standard output and errors.
    """

    process: subprocess.Popen[bytes]
    port: int
    var: Path
    log: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> httpx.Client:
        """A client of it."""
        return httpx.Client(base_url=self.url, timeout=60)

    def written(self) -> str:
        """What it has written so far."""
        return self.log.read_text(encoding="utf-8", errors="surrogateescape")

    def exchange(self, request: bytes, *, seconds: float = 15) -> bytes:
        """Send bytes as they are and read until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(request)
            return read_all(connection)

    def workers(self) -> set[int]:
        """Process ids of the processes that answer: the server's children that multiprocessing has spawned."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return {int(child) for child in children.split() if b"spawn_main" in _command_line(child)}

    def reloads(self) -> dict[int, dict[str, object]]:
        """What each of its two processes says to a reload, by process id."""
        said: dict[int, dict[str, object]] = {}

        def both_have_answered() -> bool:
            headers = admin_headers(self.var)
            body = httpx.post(f"{self.url}/admin/reload", headers=headers, timeout=30).raise_for_status().json()
            said[body["process"]] = body
            return len(said) == 2

        wait_for(both_have_answered, "both processes answer")
        return said

    def kill(self) -> None:
        """End it and all its processes at once, as a machine does that loses its power."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=60)

    def stop(self) -> int:
        """Ask it to stop, and wait; gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def read_all(connection: socket.socket) -> bytes:
    """What comes until the other side closes; a reset after that is none of the reader's business."""
    received = b""
    try:
        while piece := connection.recv(65_536):
            received += piece
    except ConnectionResetError:
        pass
    return received


def linked_var(source: Path, target: Path) -> Path:
    """A folder `var` of its own with the index and encoders of another one."""
    target.mkdir(parents=True)
    for name in ("index", "encoders"):
        (target / name).symlink_to(source / name)
    return target


@contextmanager
def server_process(
    var: Path, log: Path, notify: Path | None = None, module: Sequence[str] = SERVE, **settings: str
) -> Iterator[ServerProcess]:
    """A server over the folder `var`, with settings by their variables without the prefix, ended when done.

    Args:
        notify: a service manager's socket.
        module: what `python -m` runs; it must say where it serves.
    """
    admin_headers(var)  # so that the server knows the key when it starts
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOVIDNYK_")}
    environment |= {"DOVIDNYK_CALLER_LIMIT": "0", "DOVIDNYK_PORT": "0"}
    environment |= {f"DOVIDNYK_{name.upper()}": value for name, value in settings.items()}
    if notify:
        environment["NOTIFY_SOCKET"] = str(notify)
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=environment | {"COLUMNS": "200", "DOVIDNYK_VAR": str(var)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield ServerProcess(process, _port(process, log), var, log)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)


def wait_for(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait until a condition holds.

    Raises:
        AssertionError: it doesn't within so many seconds.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds: {what}"
        time.sleep(0.05)


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    def said() -> re.Match[str] | None:
        return re.search(r"serving on http://127\.0\.0\.1:(\d+)", log.read_text(encoding="utf-8"))

    wait_for(lambda: said() is not None or process.poll() is not None, "the server serves")
    found = said()
    assert found, log.read_text(encoding="utf-8")
    return int(found[1])


def _command_line(process: str) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return b""
