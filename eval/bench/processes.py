"""Processes that a benchmark starts: ended with all their children, whatever happens; and their memory."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import psutil
from pydantic import BaseModel, ConfigDict

from search.errors import DovidnykError

_END_WITHIN_SECONDS = 5
_SAID_LENGTH = 300


class Memory(BaseModel):
    """Resident memory of the largest process of a server, in megabytes (10⁶ bytes).

    Attributes:
        rss: with what it shares with other processes.
        pss: with its part of what it shares; `None` where the system doesn't tell.
        processes: processes of the server.
    """

    model_config = ConfigDict(frozen=True)

    rss: float
    pss: float | None
    processes: int


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[psutil.Popen]:
    """A process whose output goes to a file; it and its children are ended when done.

    Raises:
        DovidnykError: it can't be started.
    """
    with log.open("wb") as output:
        try:
            process = psutil.Popen(command, env=dict(environment), stdout=output, stderr=subprocess.STDOUT)
        except OSError as error:
            raise DovidnykError(f"{command[0]} can't be started: {error.strerror}") from error
        try:
            yield process
        finally:
            end(process)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Leave as an exception on SIGTERM and SIGHUP, so that everything that was started is ended first."""

    def leave(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def memory_of(process: psutil.Popen) -> Memory:
    """Memory of the largest process of a server, now."""
    family = [process, *process.children(recursive=True)]
    sizes = {member: member.memory_info().rss for member in family}
    largest = max(family, key=lambda member: sizes[member])
    return Memory(rss=sizes[largest] / 1e6, pss=_pss(largest), processes=len(family))


def last_words(log: Path) -> str:
    """The last line that a process wrote, for an error message."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1].strip()[:_SAID_LENGTH] if lines else "it said nothing"


def end(process: psutil.Popen) -> None:
    """Let the process end its own children; those that outlive it are killed."""
    if process.poll() is not None:
        return
    family = [process, *process.children(recursive=True)]
    process.terminate()
    psutil.wait_procs([process], timeout=_END_WITHIN_SECONDS)
    _, alive = psutil.wait_procs(family, timeout=0)
    for member in alive:
        member.kill()
    psutil.wait_procs(alive, timeout=_END_WITHIN_SECONDS)


def _pss(process: psutil.Process) -> float | None:
    try:
        pss = getattr(process.memory_full_info(), "pss", None)
    except psutil.AccessDenied:
        return None
    return None if pss is None else pss / 1e6
