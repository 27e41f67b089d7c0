"""A server that may be killed and started again on its port."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from eval.bench.processes import end, last_words
from eval.bench.servers import free_port
from search.errors import DovidnykError
from search.settings import PREFIX

_ANNOUNCED = b"serving on "
_READY_WITHIN_SECONDS = 60
_BETWEEN_TRIES_SECONDS = 0.02
_ANSWER_WITHIN_SECONDS = 10


class Service:
    """A server over a folder of its own. Make it with `service`.

    Attributes:
        log: what it has written since its last start.
    """

    def __init__(self, var: Path, log: Path, settings: dict[str, str]) -> None:
        self.port = free_port()
        self.log = log
        self.var = var
        self._settings = {"VAR": str(var), "LOG_LEVEL": "warning", "CALLER_LIMIT": "0", "CACHE": "0"} | settings
        self._process: psutil.Popen | None = None
        self._admin: dict[str, str] | None = None

    @property
    def process(self) -> psutil.Popen:
        """Its first process."""
        assert self._process is not None
        return self._process

    def begin(self) -> None:
        """Start it without waiting for it."""
        variables = {f"{PREFIX}{name.upper()}": value for name, value in self._settings.items()}
        command = [sys.executable, "-m", "api", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("wb") as output:
            self._process = psutil.Popen(
                command, env=os.environ | variables, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )

    def start(self) -> float:
        """Start it; gives the seconds until it was ready.

        Raises:
            DovidnykError: it ended, or wasn't ready in time.
        """
        began = time.perf_counter()
        self.begin()
        while not (_ANNOUNCED in self.log.read_bytes() and self.is_ready()):  # who answers may be an orphan of before
            if self.process.poll() is not None:
                raise DovidnykError(f"the server ended at once on port {self.port}: {last_words(self.log)}")
            if time.perf_counter() - began > _READY_WITHIN_SECONDS:
                raise DovidnykError(f"the server wasn't ready within {_READY_WITHIN_SECONDS} s: {last_words(self.log)}")
            time.sleep(_BETWEEN_TRIES_SECONDS)
        return time.perf_counter() - began

    def kill(self) -> None:
        """Kill its first process, and nothing else, at once."""
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """End it and all that it has started."""
        if self._process is not None:
            end(self._process)

    def workers(self) -> set[int]:
        """Process ids of the processes that answer, where there are several."""
        children = self.process.children()
        return {child.pid for child in children if any("spawn_main" in part for part in _command_line(child))}

    def client(self) -> httpx.Client:
        """A client of it."""
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=_ANSWER_WITHIN_SECONDS)

    def health(self) -> dict[str, Any] | None:
        """What it says of its health; `None` where it says nothing."""
        try:
            with self.client() as client:
                answer = client.get("/health/ready")
                body: dict[str, Any] = answer.json()
        except (httpx.TransportError, json.JSONDecodeError):
            return None
        return body | {"code": answer.status_code}

    def is_ready(self) -> bool:
        """Whether it can answer questions."""
        health = self.health()
        return health is not None and health["code"] == httpx.codes.OK

    def answering(self) -> int | None:
        """Process id of the process that takes one more request, if it is ready."""
        if self._admin is None:
            self._admin = {"Authorization": f"Bearer {_admin_key(self.var)}"}
        try:
            with self.client() as client:
                answer = client.post("/admin/reload", headers=self._admin)
        except httpx.TransportError:
            return None
        return int(answer.json()["process"]) if answer.is_success else None


@contextmanager
def service(var: Path, log: Path, **settings: str) -> Iterator[Service]:
    """A server that isn't started yet, ended when done.

    Args:
        settings: by their variables without the prefix. Responses aren't kept unless they say so.
    """
    one = Service(var, log, {name.upper(): value for name, value in settings.items()})
    try:
        yield one
    finally:
        one.end()


def _admin_key(var: Path) -> str:
    """A new admin key, which running servers take up within a second."""
    return partner_command(var, "admin-key")["key"]


def partner_command(var: Path, *arguments: str) -> dict[str, str]:
    """What `dovidnyk partner` gives over a folder `var`."""
    command = [sys.executable, "-m", "api", "partner", *arguments, "--json"]
    done = subprocess.run(command, env=os.environ | {f"{PREFIX}VAR": str(var)}, capture_output=True, check=True)
    answer: dict[str, str] = json.loads(done.stdout)
    return answer


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:  # it has ended meanwhile
        return []
