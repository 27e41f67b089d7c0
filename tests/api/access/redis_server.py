"""A real Redis on a free port of the loopback, which a test can end and start again."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
import redis

from eval.bench.servers import free_port


class RedisServer:
    """Debian's `redis-server`, in memory only, as a process of the test's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        program = shutil.which("redis-server")
        if program is None:
            pytest.fail("redis-server is missing: .ci/packages installs it")
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while True:
            try:
                with redis.Redis(port=self.port) as client:
                    client.ping()
                return
            except redis.ConnectionError:
                if time.monotonic() > deadline:
                    raise

    def stop(self) -> None:
        """End it, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def content(self) -> bytes:
        """All that it holds, keys and values, in one text."""
        with redis.Redis(port=self.port) as client:
            return b" ".join(key + b" " + (client.dump(key) or b"") for key in client.scan_iter())
