"""A disk without room, as the limit on the size of a file makes it: writes fail in their midst."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

from eval.faults.callers import bodies
from eval.faults.folders import Folders
from eval.faults.killed_feedback import Posted, check_kept, posting
from eval.faults.options import Options
from eval.faults.published import check_published, next_corpus
from eval.faults.questions import few_questions
from eval.faults.service import service
from eval.faults.tally import Tally
from search.published import current_build
from search.settings import PREFIX

_INGEST_WITHIN_SECONDS = 300
_WAIT_SECONDS = 30
_LEAST_BYTES, _MOST_BYTES = 40_000, 120_000


def fill_disk_of_ingest(folders: Folders, _: Options, times: int, chance: random.Random, tally: Tally) -> None:
    """Ingest with room for less than the largest file of a build; that fails in one line, and changes nothing."""
    largest = max(file.stat().st_size for file in current_build(folders.index).rglob("*") if file.is_file())
    for _turn in range(times):
        before = current_build(folders.index)
        code, said = _ingest(folders, next_corpus(folders), chance.randrange(largest))
        tally.killed("no_room_for_ingest")
        check_published(folders, "there was no room for an ingest", tally)
        if current_build(folders.index) != before:
            tally.half(f"there was no room for an ingest, and it published all the same (exit code {code})")
        if code == 0 or "Traceback" in said:
            tally.found.append(f"an ingest without room ended with code {code}: {said.strip().splitlines()[-1]}")


def fill_disk_of_feedback(folders: Folders, options: Options, times: int, chance: random.Random, tally: Tally) -> None:
    """Post feedback until there is no room for it, ask meanwhile, make room, and post again."""
    questions = few_questions(folders, options.seed)
    posted = Posted()
    with service(folders.var, options.scratch / "log", threads="1") as server:
        server.start()
        expected = bodies(server, questions)
        process = psutil.Process(server.process.pid)
        for turn in range(times):
            _limit_files(process, _size_of_feedback(folders.var) + chance.randrange(_LEAST_BYTES, _MOST_BYTES))
            with posting(server, f"full{turn}", posted):
                refused = len(posted.refused)
                _wait_until(lambda: len(posted.refused) > refused)  # noqa: B023 (called before the next turn)
                said = bodies(server, questions)
            tally.wrong("there was no room for feedback", sum(said[one] != expected[one] for one in questions))
            tally.killed("no_room_for_feedback")
            _limit_files(process, psutil.RLIM_INFINITY)
            taken = len(posted.acknowledged)
            with posting(server, f"room{turn}", posted):
                _wait_until(lambda: len(posted.acknowledged) > taken)  # noqa: B023
            if len(posted.acknowledged) == taken:
                tally.half("there is room again, and feedback is still refused")
    check_kept(folders, posted, "there was no room for feedback", tally)
    others = set(posted.refused) - {httpx.codes.SERVICE_UNAVAILABLE}
    if others:
        tally.found.append(f"feedback without room was refused with {sorted(others)}, not 503")


def _ingest(folders: Folders, corpus: Path, most_bytes: int) -> tuple[int, str]:
    """Exit code of `dovidnyk ingest` that may write files of so many bytes, and what it said."""
    settings = {"VAR": str(folders.var), "MODEL": folders.settings.model, "PRECISION": folders.settings.precision}
    process = psutil.Popen(
        [sys.executable, "-m", "api", "ingest", "--corpus", str(corpus)],
        env=os.environ | {f"{PREFIX}{name}": value for name, value in settings.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    _limit_files(process, most_bytes)
    said, _ = process.communicate(timeout=_INGEST_WITHIN_SECONDS)
    return int(process.returncode), said


def _limit_files(process: psutil.Process, most_bytes: int) -> None:
    """Let a process write no file beyond so many bytes, from now on."""
    _, hard = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (most_bytes, hard))


def _size_of_feedback(var: Path) -> int:
    """Of the largest of the files in which feedback is kept."""
    return max((file.stat().st_size for file in var.glob("feedback.sqlite3*")), default=0)


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _WAIT_SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
