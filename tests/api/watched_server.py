"""A server as `dovidnyk serve` runs it, in a process of its own, with all that it writes kept."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

SERVE = ("api", "serve")

_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """Where it listens, its folder, and the file that takes its standard output and errors."""

    port: int
    var: Path
    output: Path
    process: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def written(self) -> str:
        """What it has written so far."""
        return self.output.read_text(encoding="utf-8", errors="surrogateescape")

    def exchange(self, request: bytes, *, seconds: float = 15) -> bytes:
        """Send bytes as they are and read until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(request)
            return read_all(connection)


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
    repository: Path, var: Path, folder: Path, command: Sequence[str] = SERVE, **settings: str
) -> Iterator[ServerProcess]:
    """A server over the folder `var`, with settings by their variables without the prefix."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DOVIDNYK_")}
    given = {f"DOVIDNYK_{name.upper()}": value for name, value in settings.items()}
    output = folder / f"output-{port}"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=repository,
            env=kept | given | {"DOVIDNYK_VAR": str(var), "DOVIDNYK_PORT": str(port)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    server = ServerProcess(port, var, output, process.pid)
    try:
        _wait_until_live(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_live(server: ServerProcess, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            if httpx.get(f"{server.url}/health/live", timeout=2).is_success:
                return
        except httpx.TransportError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server didn't start:\n{server.written()}") from None
            time.sleep(0.05)
