"""Feedback in SQLite: kept when the process is killed, and gone when its time is over."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from api.feedback_export import labelled_questions
from api.feedback_store import Feedback, FeedbackError, FeedbackStore

GIVEN = Feedback("request-1", True, None, 1, "1.1-3", "загубила картку", "build")


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "feedback.sqlite3", days=30)


def test_what_is_added_is_there(store: FeedbackStore) -> None:
    store.add(GIVEN)
    store.add(replace(GIVEN, request_id="request-2", helped=False, reason="outdated", question=None))
    assert [one.request_id for one in store.all()] == ["request-1", "request-2"]
    assert next(store.all()) == GIVEN


def test_a_second_word_on_a_request_replaces_the_first(store: FeedbackStore) -> None:
    store.add(GIVEN)
    store.add(replace(GIVEN, helped=False, reason="unclear"))
    assert [(one.helped, one.reason) for one in store.all()] == [(False, "unclear")]


def test_what_is_older_than_its_time_goes(store: FeedbackStore, tmp_path: Path) -> None:
    store.add(GIVEN)
    file = tmp_path / "feedback.sqlite3"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE feedback SET given = '2020-01-01T00:00:00+00:00'")
    assert list(store.all()) == []
    store.add(replace(GIVEN, request_id="request-2"))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM feedback").fetchone() == (1,)


def test_feedback_survives_a_killed_process(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite3"
    program = (
        "import os, signal, sys; from pathlib import Path; from api.feedback_store import Feedback, FeedbackStore\n"
        "FeedbackStore(Path(sys.argv[1]), 30).add(Feedback('killed', True, None, None, None, None, 'build'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert [one.request_id for one in FeedbackStore(file, 30).all()] == ["killed"]


def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    (tmp_path / "feedback.sqlite3").write_text("this is no database, and long enough to show it" * 20)
    with pytest.raises(FeedbackError, match="feedback can't be kept"):
        FeedbackStore(tmp_path / "feedback.sqlite3", 30).add(GIVEN)


def test_questions_whose_section_helped_become_labelled_ones(store: FeedbackStore) -> None:
    store.add(GIVEN)
    store.add(replace(GIVEN, request_id="again"))
    store.add(replace(GIVEN, request_id="no", helped=False, question="інше"))
    store.add(replace(GIVEN, request_id="silent", question=None))
    store.add(replace(GIVEN, request_id="ru", question="потеряла карту, что мы делаем?"))
    store.add(replace(GIVEN, request_id="ja", question="カードをなくした"))
    questions = list(labelled_questions(store.all()))
    assert sorted((one.text, one.lang) for one in questions) == [
        ("загубила картку", "uk"),
        ("потеряла карту, что мы делаем?", "ru"),
        ("カードをなくした", "ja"),
    ]
    assert all(one.relevant == {"1.1-3": 3} for one in questions)
