"""What readers said of answers, in SQLite: survives the process being killed, and is deleted when its time is over."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from search.errors import DovidnykError

Reason = Literal["wrong_section", "incomplete", "unclear", "outdated", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    request_id TEXT NOT NULL PRIMARY KEY,
    given TEXT NOT NULL,
    helped INTEGER NOT NULL,
    reason TEXT,
    rank INTEGER,
    section_id TEXT,
    question TEXT,
    build TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS feedback_by_time ON feedback (given);
"""
_INSERT = """
INSERT INTO feedback (request_id, given, helped, reason, rank, section_id, question, build)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (request_id) DO UPDATE SET given = excluded.given, helped = excluded.helped, reason = excluded.reason,
    rank = excluded.rank, section_id = excluded.section_id, question = excluded.question, build = excluded.build
"""
_DELETE = "DELETE FROM feedback WHERE given < ?"
_BUSY_SECONDS = 5.0


class FeedbackError(DovidnykError):
    """The file of feedback can't be used."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of one response.

    Attributes:
        request_id: of the response; a second word on it replaces the first.
        rank, section_id: the result that the reader opened or means.
        question: only where the operator keeps questions, and without personal data.
        build: the index that answered.
    """

    request_id: str
    helped: bool
    reason: Reason | None
    rank: int | None
    section_id: str | None
    question: str | None
    build: str


def feedback_file(var: Path) -> Path:
    """Where feedback is kept in the folder `var`."""
    return var / "feedback.sqlite3"


class FeedbackStore:
    """Keeps feedback for some days. Safe to use from several threads and processes."""

    def __init__(self, file: Path, days: int) -> None:
        """Name the file, which is made on the first use.

        Args:
            days: how long feedback is kept.
        """
        self._file = file
        self._days = days
        self._lock = threading.Lock()

    def add(self, feedback: Feedback) -> None:
        """Keep feedback: on disk when this returns. What is older than its time goes.

        Raises:
            FeedbackError: the file can't be written.
        """
        now = datetime.now(UTC)
        row = (
            feedback.request_id,
            _stamp(now),
            feedback.helped,
            feedback.reason,
            feedback.rank,
            feedback.section_id,
            feedback.question,
            feedback.build,
        )
        try:
            with self._lock, closing(self._connection()) as connection, connection:
                connection.execute(_DELETE, (self._oldest(now),))
                connection.execute(_INSERT, row)
        except (sqlite3.Error, OSError) as error:
            raise FeedbackError(f"{self._file}: feedback can't be kept: {error}") from error

    def expire(self) -> None:
        """Delete what is older than its time.

        Raises:
            FeedbackError: the file can't be written.
        """
        if not self._file.exists():
            return
        try:
            with self._lock, closing(self._connection()) as connection, connection:
                connection.execute(_DELETE, (self._oldest(datetime.now(UTC)),))
        except (sqlite3.Error, OSError) as error:
            raise FeedbackError(f"{self._file}: old feedback can't be deleted: {error}") from error

    def all(self) -> Iterator[Feedback]:
        """All feedback whose time isn't over, oldest first.

        Raises:
            FeedbackError: the file can't be read.
        """
        if not self._file.exists():
            return
        since = self._oldest(datetime.now(UTC))
        query = (
            "SELECT request_id, helped, reason, rank, section_id, question, build FROM feedback "
            "WHERE given >= ? ORDER BY given, request_id"
        )
        try:
            with closing(self._connection()) as connection:
                rows = connection.execute(query, (since,)).fetchall()
        except sqlite3.Error as error:
            raise FeedbackError(f"{self._file}: feedback can't be read: {error}") from error
        for request_id, helped, *rest in rows:
            yield Feedback(request_id, bool(helped), *rest)

    def check(self) -> None:
        """See whether feedback could be kept now, without keeping any or making the file.

        Raises:
            FeedbackError: it couldn't.
        """
        if not self._file.exists():
            return
        try:
            with self._lock, closing(self._connection()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
        except (sqlite3.Error, OSError) as error:
            raise FeedbackError(f"{self._file}: feedback can't be kept: {error}") from error

    def _oldest(self, now: datetime) -> str:
        return _stamp(now - timedelta(days=self._days))

    def _connection(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=_BUSY_SECONDS)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(_SCHEMA)
        return connection


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
