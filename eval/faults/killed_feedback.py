"""The server killed while feedback comes: what it has acknowledged is there, whole, and once."""

import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import httpx

from eval.faults.folders import Folders
from eval.faults.options import Options
from eval.faults.service import Service, service
from eval.faults.tally import Tally

_WRITERS = 2
_LONGEST_WAIT_SECONDS = 0.5


@dataclass(slots=True)
class Posted:
    """What writers posted: each piece of feedback by its request id, with the rank that tells it from others.

    Attributes:
        acknowledged: what the server said that it keeps.
        refused: answers that were no acknowledgement, by status.
    """

    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)


def kill_feedback_writers(folders: Folders, options: Options, times: int, chance: random.Random, tally: Tally) -> None:
    """Kill the server while two writers post, start it again, and see what is kept in the end."""
    posted = Posted()
    with service(folders.var, options.scratch / "log", threads="1") as server:
        for turn in range(times):
            server.start()
            with posting(server, f"turn{turn}", posted):
                time.sleep(chance.uniform(0.05, _LONGEST_WAIT_SECONDS))
                server.kill()
            tally.killed("feedback")
        tally.ready_after.setdefault("feedback", []).append(server.start())
    check_kept(folders, posted, "the server was killed", tally)


@contextmanager
def posting(server: Service, name: str, posted: Posted) -> Iterator[None]:
    """Writers that post without a pause until done."""
    stopped = threading.Event()
    threads = [
        threading.Thread(target=_post_until, args=(stopped, server, f"{name}-{writer}", posted))
        for writer in range(_WRITERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def check_kept(folders: Folders, posted: Posted, after: str, tally: Tally) -> None:
    """See that all that was acknowledged is kept, once and as it was posted."""
    with closing(sqlite3.connect(folders.var / "feedback.sqlite3")) as connection:
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
        rows = connection.execute("SELECT request_id, rank, helped, build FROM feedback").fetchall()
    if sound != "ok":
        tally.half(f"{after}, and the file of feedback is damaged: {sound}")
    kept = {name: rank for name, rank, helped, build in rows if helped and build}
    lost = sum(kept.get(name) != rank for name, rank in posted.acknowledged.items())
    if lost or len(kept) != len(rows):
        tally.half(f"{after}: of {len(posted.acknowledged)} acknowledged {lost} are lost or half-written")
        tally.half_written += max(lost - 1, 0)


def _post_until(stopped: threading.Event, server: Service, name: str, posted: Posted) -> None:
    with server.client() as client:
        number = 0
        while not stopped.is_set():
            number += 1
            feedback = {"request_id": f"{name}-{number}", "helped": True, "rank": number % 1000 + 1}
            try:
                answer = client.post("/v1/feedback", json=feedback)
            except httpx.TransportError:
                return
            if answer.status_code == httpx.codes.NO_CONTENT:
                posted.acknowledged[str(feedback["request_id"])] = number % 1000 + 1
            else:
                posted.refused.append(answer.status_code)
