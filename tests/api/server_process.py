"""A server as the command line starts it, in processes of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

_READY_WITHIN_SECONDS = 60


@contextmanager
def server_process(var: Path, *options: str, path: str = "/health/live", **variables: str) -> Iterator[str]:
    """Address of `dovidnyk serve` over a var folder, once a path answers well; ended when done."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOVIDNYK_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "api", "serve", "--port", port, *options],
        env=environment | {"DOVIDNYK_VAR": str(var), "DOVIDNYK_LOG_LEVEL": "warning"} | variables,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}{path}")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + _READY_WITHIN_SECONDS
    while True:
        try:
            if httpx.get(url, timeout=10).is_success:
                return
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
