"""A build opened in a process of its own, which answers over standard input and output, an object of JSON a line.

Usage: python -m eval.scale.worker BUILD ENCODER. The first line that it writes says what opening took.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from search.build import load_build
from search.encoder import Encoder
from search.engine import Engine, SearchOptions
from search.passages.recall import exact_nearest
from search.passages.seam import Rows, Vector
from search.timings import Timings

DEPTH = 10
_SHOWN = 5
_AT_ONCE = 20_000


class Worker:
    """An engine over one build, with one thread, and its answers to what `eval.scale.worker_client` asks."""

    def __init__(self, folder: Path, encoder: Path) -> None:
        began = time.perf_counter()
        self._engine = Engine(load_build(folder), Encoder(encoder, threads=1))
        self.opened = {"seconds": time.perf_counter() - began, "memory": _memory()}
        self._passages: Any = self._engine.build.passages

    def search(self, questions: list[str]) -> list[dict[str, Any]]:
        """Whole searches: milliseconds, processor time, that of each stage, and the first sections."""
        return [self._search(question) for question in questions]

    def _search(self, question: str) -> dict[str, Any]:
        timings = _ProcessorTimings()
        began = _Clock()
        response = self._engine.search(question, SearchOptions(limit=_SHOWN), timings)
        milliseconds, processor = began.passed()
        return {
            "ms": milliseconds,
            "processor_ms": processor,
            "stages": {name: seconds * 1000 for name, seconds in timings.seconds.items()},
            "sections": [result.section.id for result in response.results],
        }

    def nearest(self, file: str) -> list[tuple[float, float]]:
        """Milliseconds and processor time that the nearest passages of each vector take."""
        return [self._timed(vector) for vector in np.load(file)]

    def _timed(self, vector: Vector) -> tuple[float, float]:
        began = _Clock()
        self._passages.nearest(vector, DEPTH)
        return began.passed()

    def recall(self, file: str) -> list[float]:
        """Of each vector's ten nearest passages, the share that is found."""
        vectors: Vector = np.load(file)
        exact = exact_nearest(vectors, self._blocks(), DEPTH)
        return [self._share(vector, rows) for vector, rows in zip(vectors, exact, strict=True)]

    def _share(self, vector: Vector, rows: Rows) -> float:
        return len(set(self._passages.nearest(vector, DEPTH).tolist()).intersection(rows.tolist())) / len(rows)

    def _blocks(self) -> Iterator[Vector]:
        count = self._passages.count
        for start in range(0, count, _AT_ONCE):
            yield self._passages.vectors(start, min(start + _AT_ONCE, count))

    def memory(self) -> float:
        """Resident memory now, in MB."""
        return _memory()


class _Clock:
    """Time and this thread's processor time, from when it is made."""

    def __init__(self) -> None:
        self._time, self._processor = time.perf_counter(), time.thread_time()

    def passed(self) -> tuple[float, float]:
        """Both in milliseconds."""
        return (time.perf_counter() - self._time) * 1000, (time.thread_time() - self._processor) * 1000


class _ProcessorTimings(Timings):
    """Stages in processor time of this thread, which other work on the machine doesn't lengthen."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage by name."""
        start = time.thread_time()
        yield
        self.seconds[name] = time.thread_time() - start


def _memory() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def main() -> None:
    """Open the build, then answer line by line until standard input ends."""
    worker = Worker(Path(sys.argv[1]), Path(sys.argv[2]))
    answers: dict[str, Callable[[Any], object]] = {
        "search": worker.search,
        "nearest": worker.nearest,
        "recall": worker.recall,
    }
    _say(worker.opened)
    for line in sys.stdin:
        wanted, argument = json.loads(line)
        _say(worker.memory() if wanted == "memory" else answers[wanted](argument))


def _say(data: object) -> None:
    sys.stdout.write(json.dumps(data) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
