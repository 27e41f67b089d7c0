"""The load generator from outside: a process that is given jobs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from eval.bench.load.job import Job, Load
from search.errors import DovidnykError


class Generator:
    """A running load generator."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, job: Job) -> Load:
        """Have a job done.

        Raises:
            DovidnykError: the server can't be reached, or the generator ended.
        """
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        try:
            asked.write(json.dumps(job.as_object()) + "\n")
            asked.flush()
        except BrokenPipeError as error:
            raise DovidnykError("the load generator ended; run this again") from error
        answer = json.loads(told.readline() or '{"error": "the load generator ended"}')
        if "error" in answer:
            raise DovidnykError(f"no load on port {job.port}: {answer['error']}")
        return Load.of(answer)


@contextmanager
def load_generator() -> Iterator[Generator]:
    """A load generator, ended when done."""
    with subprocess.Popen(
        [sys.executable, "-m", "eval.bench.load.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="ascii",
    ) as process:
        try:
            yield Generator(process)
        finally:
            process.kill()
