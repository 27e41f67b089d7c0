"""A Milvus server as a process of its own, spoken to over gRPC: milvus-lite, which is all of Milvus in one package.

It proves that the store keeps what it promises, restarts and crashes included. It proves nothing about speed: it is
written in Python, and a real Milvus isn't.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from eval.bench.servers import free_port
from search.passages.milvus_address import read_milvus_address
from search.passages.milvus_store import MilvusStore

START_SECONDS = 60


class MilvusServer:
    """milvus-lite on a free port of the loopback, over a folder of its own; can be killed, stopped and gone on with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.setting = f"milvus+http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, unless it runs, and wait until it answers."""
        if self._process is not None:
            return
        where = ["--data-dir", str(self._folder / "data"), "--host", "127.0.0.1", "--port", str(self.port)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "milvus_lite", "server", *where], stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                log_says = (self._folder / "log").read_text(encoding="utf-8")
                assert self._process.poll() is None, log_says
                assert time.monotonic() < deadline, log_says
                time.sleep(0.05)

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """Stop it: it still takes connections, and answers nothing."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def store(self, alias: str = "dovidnyk") -> MilvusStore:
        """A store over it, with connections of its own."""
        return MilvusStore(read_milvus_address(self.setting), alias)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)
