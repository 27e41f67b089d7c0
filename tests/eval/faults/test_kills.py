"""Each kind of kill, twice, on real servers and ingests; and what the checks say of what is damaged."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from eval.faults.folders import Folders, own_folders
from eval.faults.full_disk import fill_disk_of_feedback, fill_disk_of_ingest
from eval.faults.killed_feedback import Posted, check_kept, kill_feedback_writers
from eval.faults.killed_ingests import kill_ingests
from eval.faults.killed_servers import kill_servers, kill_workers
from eval.faults.kills import kills
from eval.faults.options import Options
from eval.faults.published import check_published
from eval.faults.tally import Tally
from search.published import current_build

Kill = Callable[[Folders, Options, int, random.Random, Tally], None]


@pytest.fixture
def folders(options: Options) -> Folders:
    return own_folders(options)


@pytest.mark.parametrize(
    ("kill", "times"),
    [
        (kill_workers, 2),
        (kill_servers, 2),
        (kill_feedback_writers, 3),
        (kill_ingests, 4),
        (fill_disk_of_ingest, 2),
        (fill_disk_of_feedback, 2),
    ],
    ids=["workers", "servers", "feedback writers", "ingests", "no room for an ingest", "no room for feedback"],
)
def test_nothing_is_lost_or_half_written(kill: Kill, times: int, folders: Folders, options: Options) -> None:
    tally = Tally()
    kill(folders, options, times, random.Random(1), tally)
    assert tally.found == []
    assert tally.half_written == 0
    assert tally.wrong_answers == 0
    assert sum(tally.kills.values()) == times


def test_the_row_adds_all_of_them_up(options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    def made_up(folders: Folders, options: Options, times: int, chance: random.Random, tally: Tally) -> None:
        tally.killed("worker", ready_after=float(len(tally.kills) + times))
        tally.half("half a build")

    for name in ("kill_workers", "kill_servers", "kill_feedback_writers", "kill_ingests"):
        monkeypatch.setattr(f"eval.faults.kills.{name}", made_up)
    for name in ("fill_disk_of_ingest", "fill_disk_of_feedback"):
        monkeypatch.setattr(f"eval.faults.kills.{name}", made_up)
    result = kills(options)
    assert not result.held
    assert result.figures["half_written"] == 6
    assert result.figures["kills_worker"] == 6
    assert result.figures["ready_after_seconds"] == 3
    assert result.found == ("half a build",) * 6


def test_a_damaged_build_that_is_published_is_found(folders: Folders) -> None:
    tally = Tally()
    check_published(folders, "after", tally)
    assert tally.found == []
    (current_build(folders.index) / "chunks.jsonl").write_bytes(b"")
    check_published(folders, "after", tally)
    assert tally.half_written == 1
    assert "chunks.jsonl" in tally.found[0]


def test_feedback_that_is_lost_or_changed_is_found(folders: Folders) -> None:
    with closing(sqlite3.connect(folders.var / "feedback.sqlite3")) as connection, connection:
        connection.execute("CREATE TABLE feedback (request_id, rank, helped, build)")
        connection.executemany("INSERT INTO feedback VALUES (?, ?, 1, 'b')", [("kept", 1), ("changed", 3)])
    tally = Tally()
    check_kept(folders, Posted({"kept": 1, "changed": 2, "lost": 3}), "after", tally)
    assert tally.half_written == 2
    check_kept(folders, Posted({"kept": 1}), "after", tally)
    assert tally.half_written == 2
