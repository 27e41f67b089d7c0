"""Processes killed at random moments, and a disk without room: nothing half-written, and well again soon."""

import random

from eval.faults.folders import own_folders
from eval.faults.full_disk import fill_disk_of_feedback, fill_disk_of_ingest
from eval.faults.killed_feedback import kill_feedback_writers
from eval.faults.killed_ingests import kill_ingests
from eval.faults.killed_servers import kill_servers, kill_workers
from eval.faults.options import Options
from eval.faults.result import RowResult, row_result
from eval.faults.tally import Tally

_TIMES = 20


def kills(options: Options) -> RowResult:
    """Do each of them so many times.

    Raises:
        DovidnykError: a server can't be used, or doesn't come back.
    """
    times = options.times or _TIMES
    chance = random.Random(options.seed)  # noqa: S311 (moments, not secrets)
    folders = own_folders(options)
    tally = Tally()
    for what, kill in (
        ("a worker of two", kill_workers),
        ("the server", kill_servers),
        ("the server while feedback comes", kill_feedback_writers),
        ("an ingest", kill_ingests),
        ("no room for an ingest", fill_disk_of_ingest),
        ("no room for feedback", fill_disk_of_feedback),
    ):
        options.say(f"{times} × {what}")
        kill(folders, options, times, chance, tally)
    waits = {f"ready_after_{kind}_seconds": max(seconds) for kind, seconds in tally.ready_after.items()}
    figures = {
        **{f"kills_{kind}": count for kind, count in tally.kills.items()},
        **waits,
        "ready_after_seconds": max(waits.values()),
        "half_written": tally.half_written,
        "wrong_answers": tally.wrong_answers,
        "lost_requests": tally.lost_requests,
    }
    return row_result("kills", figures, tally.found)
