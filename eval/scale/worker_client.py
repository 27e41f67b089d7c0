"""Asking a build that is opened in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.errors import DovidnykError

_END_WITHIN_SECONDS = 20
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole search: milliseconds, processor time of its thread, that of each stage, the ids of the first sections."""

    ms: float
    processor_ms: float
    stages: dict[str, float]
    sections: list[str]


@dataclass(frozen=True, slots=True)
class OpenedBuild:
    """A build in its own process.

    Attributes:
        seconds: to open it, digests compared, encoder loaded.
        memory_at_start: resident, in MB, when it had opened.
    """

    seconds: float
    memory_at_start: float
    _process: "subprocess.Popen[str]"

    def search(self, questions: Sequence[str]) -> list[Asked]:
        """Search for each question."""
        return [Asked(**one) for one in self._ask("search", list(questions))]

    def nearest(self, vectors: Path) -> list[tuple[float, float]]:
        """Milliseconds and processor time of the vector search alone for each vector of a file."""
        return [(passed, processor) for passed, processor in self._ask("nearest", str(vectors))]

    def recall(self, vectors: Path) -> list[float]:
        """Recall at 10 against exact comparison for each vector of a file."""
        shares: list[float] = self._ask("recall", str(vectors))
        return shares

    def memory(self) -> float:
        """Resident, in MB, now."""
        return float(self._ask("memory", None))

    def _ask(self, what: str, argument: object) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([what, argument]) + "\n")
        self._process.stdin.flush()
        return _line(self._process)


@contextmanager
def opened_build(folder: Path, encoder: Path) -> Iterator[OpenedBuild]:
    """A build, opened in a new process, which is ended when done.

    Raises:
        DovidnykError: it can't be opened; what it said stands on standard error.
    """
    command = [sys.executable, "-m", "eval.scale.worker", str(folder), str(encoder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | _ONE_THREAD
    ) as process:
        try:
            opened = _line(process)
            yield OpenedBuild(opened["seconds"], opened["memory"], process)
            assert process.stdin is not None
            process.stdin.close()
            process.wait(_END_WITHIN_SECONDS)
        finally:
            process.kill()


def _line(process: "subprocess.Popen[str]") -> Any:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise DovidnykError("the process that opens a build for measuring ended; what it said stands above")
    return json.loads(line)
