"""Servers that a benchmark starts on the loopback, and the requests that they take."""

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from eval.bench.processes import Memory, last_words, memory_of, running
from search.errors import DovidnykError
from search.settings import PREFIX, Settings

_READY_WITHIN_SECONDS = 120
_BETWEEN_TRIES_SECONDS = 0.01
_TRY_WITHIN_SECONDS = 5

MakeRequest = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is ready.

    Attributes:
        request: makes the HTTP request for a question.
        ready_seconds: from the start of its process to its first good answer.
        memory_at_start: when it had become ready.
    """

    port: int
    request: MakeRequest
    process: psutil.Popen
    ready_seconds: float
    memory_at_start: Memory

    def memory(self) -> Memory:
        """Its memory now."""
        return memory_of(self.process)


@contextmanager
def our_server(settings: Settings, log: Path, workers: int = 1, threads: int | None = None) -> Iterator[Server]:
    """Our server over the published index, ended when done.

    Args:
        threads: of each worker; `None` for what the settings say.

    Raises:
        DovidnykError: it ends at once, or doesn't become ready; the message ends with its last words.
    """
    changed = {
        f"{PREFIX}VAR": str(settings.var),
        f"{PREFIX}LOG_LEVEL": "warning",
        f"{PREFIX}CALLER_LIMIT": "0",
        f"{PREFIX}THREADS": str(settings.threads if threads is None else threads),
    }
    command = [sys.executable, "-m", "api", "serve", "--host", "127.0.0.1", "--workers", str(workers)]
    with started("the server", command, changed, "/health/ready", our_request, log) as server:
        yield server


@contextmanager
def started(
    name: str,
    command: Sequence[str],
    changed: Mapping[str, str],
    ready_path: str,
    request: MakeRequest,
    log: Path,
) -> Iterator[Server]:
    """Any server that takes `--port`, once `ready_path` answers 200; ended when done.

    Args:
        changed: variables of its environment that differ from ours.

    Raises:
        DovidnykError: it can't be started, ends at once, or doesn't become ready.
    """
    port = free_port()
    began = time.perf_counter()
    with running([*command, "--port", str(port)], os.environ | changed, log) as process:
        _wait_until_ready(name, port, ready_path, process, log)
        ready_seconds = time.perf_counter() - began
        yield Server(port, request, process, ready_seconds, memory_of(process))


def our_request(question: str) -> str:
    """The request that pages send."""
    body = json.dumps({"q": question})
    return (
        "POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


def free_port() -> int:
    """A port of the loopback that nobody listens on.

    Raises:
        DovidnykError: there is none.
    """
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", 0))
        except OSError as error:
            raise DovidnykError(f"no free port on 127.0.0.1: {error.strerror}") from error
        return int(probe.getsockname()[1])


def _wait_until_ready(name: str, port: int, path: str, process: psutil.Popen, log: Path) -> None:
    deadline = time.monotonic() + _READY_WITHIN_SECONDS
    found = "no answer"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise DovidnykError(f"{name} ended at once on port {port}: {last_words(log)}")
        found = _status(port, path)
        if found == "200":
            return
        time.sleep(_BETWEEN_TRIES_SECONDS)
    raise DovidnykError(
        f"{name} was not ready on port {port} within {_READY_WITHIN_SECONDS} seconds ({path}: {found}); "
        f"last it said: {last_words(log)}"
    )


def _status(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=_TRY_WITHIN_SECONDS)
    try:
        connection.request("GET", path)
        return str(connection.getresponse().status)
    except (OSError, HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()
