"""Speed and memory of a server of its own against the bare encoder: in one run, in turn, so that ratios hold on noisy
machines.

The questions are training questions in Ukrainian that need no repair, drawn by a seed.
"""

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from pathlib import Path

import httpx
import psutil
from rich.console import Console
from rich.progress import track
from rich.table import Table

from search.build import current_build, load_build
from search.encoder import Encoder
from search.errors import DovidnykError
from search.questions import read_questions
from search.repair import Repairer
from search.settings import PREFIX, Settings

_SEED = 20210801
_READY_WITHIN_SECONDS = 60
_WARM_UP = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured; times in milliseconds unless named otherwise."""

    questions: int
    ready_seconds: float
    resident_megabytes: float
    encoder_p50: float
    http_p50: float
    http_p99: float

    @property
    def ratio(self) -> float:
        """Median of a search over HTTP by the median of the bare encoder."""
        return self.http_p50 / self.encoder_p50

    def as_dict(self) -> dict[str, float]:
        """All figures, for JSON."""
        return {name: round(value, 3) for name, value in (asdict(self) | {"ratio": self.ratio}).items()}

    def print(self, console: Console) -> None:
        """Print a table."""
        table = Table("figure", "value")
        for name, value in (
            ("questions", f"{self.questions}"),
            ("server ready after", f"{self.ready_seconds:.2f} s"),
            ("resident memory of the server", f"{self.resident_megabytes:.0f} MB"),
            ("bare encoder, p50", f"{self.encoder_p50:.2f} ms"),
            ("search over HTTP, p50", f"{self.http_p50:.2f} ms"),
            ("search over HTTP, p99", f"{self.http_p99:.2f} ms"),
            ("HTTP p50 ÷ encoder p50", f"{self.ratio:.2f}"),
        ):
            table.add_row(name, value)
        console.print(table)


def measure(settings: Settings, count: int) -> Figures:
    """Time `count` questions on the bare encoder and over HTTP, one after the other in turn.

    Raises:
        BuildError, EncoderError: nothing usable is published.
        DovidnykError: the server did not become ready.
    """
    build = load_build(current_build(settings.var / "index"))
    encoder = Encoder(settings.var / "encoders" / build.manifest.encoder.folder, settings.threads)
    questions = _draw(settings.corpus / "asked.jsonl", Repairer(build.vocabulary), count)
    with _server(settings) as (port, process, ready_seconds), closing(HTTPConnection("127.0.0.1", port)) as client:
        for question in questions[:_WARM_UP]:
            _timed_encoding(encoder, question)
            _timed_search(client, question)
        encodings, searches = [], []
        for question in track(questions, "timing", console=Console(stderr=True)):
            encodings.append(_timed_encoding(encoder, question))
            searches.append(_timed_search(client, question))
        resident = sum(child.memory_info().rss for child in _family(process)) / 1e6
    return Figures(
        questions=len(questions),
        ready_seconds=ready_seconds,
        resident_megabytes=resident,
        encoder_p50=statistics.median(encodings),
        http_p50=statistics.median(searches),
        http_p99=statistics.quantiles(searches, n=100)[98],
    )


def _draw(file: Path, repairer: Repairer, count: int) -> list[str]:
    texts = [question.text for question in read_questions(file) if question.lang == "uk"]
    plain = [text for text in texts if repairer.repair(text) is None]
    return random.Random(_SEED).sample(plain, min(count, len(plain)))  # noqa: S311 (a draw, not a secret)


def _timed_encoding(encoder: Encoder, question: str) -> float:
    start = time.perf_counter()
    encoder.encode_query(question)
    return (time.perf_counter() - start) * 1000


def _timed_search(client: HTTPConnection, question: str) -> float:
    body = json.dumps({"q": question}).encode()
    start = time.perf_counter()
    client.request("POST", "/v1/search", body, {"Content-Type": "application/json"})
    response = client.getresponse()
    response.read()
    elapsed = (time.perf_counter() - start) * 1000
    if response.status != 200:
        raise DovidnykError(f"the server answered {response.status}; see its log")
    return elapsed


@contextmanager
def _server(settings: Settings) -> Iterator[tuple[int, psutil.Process, float]]:
    """A server process on a free port, ended when done; gives its port and the seconds until it was ready."""
    port = _free_port()
    environment = os.environ | {f"{PREFIX}VAR": str(settings.var), f"{PREFIX}LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "api", "serve", "--port", str(port)]
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}", process, start)
            ready_seconds = time.perf_counter() - start
            yield port, psutil.Process(process.pid), ready_seconds
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], start: float) -> None:
    while time.perf_counter() - start < _READY_WITHIN_SECONDS:
        if process.poll() is not None:
            said = process.stderr.read().decode() if process.stderr else ""
            raise DovidnykError(f"the server ended at once: {said.strip()}")
        try:
            if httpx.get(f"{url}/health/ready", timeout=1).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise DovidnykError(f"the server was not ready within {_READY_WITHIN_SECONDS} seconds")


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]
