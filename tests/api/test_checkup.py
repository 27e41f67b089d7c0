"""Each part of the service, well and not."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from api.checkup import NEEDED, check_disk, check_engine, check_feedback, describe_failure
from api.feedback_store import Feedback, FeedbackStore
from search.build import Build
from search.encoder import Encoder
from search.engine import Engine
from search.errors import BuildError, EncoderError
from tests.damage import without_words


def findings(engine: Engine) -> dict[str, bool]:
    return {finding.part: finding.well for finding in check_engine(engine)}


def test_all_that_answering_needs_is_looked_at(engine: Engine) -> None:
    assert findings(engine) == dict.fromkeys(NEEDED, True)


def test_a_leg_that_finds_nothing_is_named(build: Build, encoder: Encoder) -> None:
    engine = Engine(without_words(build), encoder)
    assert findings(engine) == {"index": True, "encoder": True, "dense": True, "lexical": False}


def test_rows_that_are_not_the_chunks_are_named_as_the_dense_leg(build: Build, encoder: Encoder) -> None:
    chunks = list(build.chunks)
    other = next(row for row, chunk in enumerate(chunks) if chunk.section_id == "1.5-2")
    chunks[0], chunks[other] = chunks[other], chunks[0]
    assert findings(Engine(replace(build, chunks=tuple(chunks)), encoder))["dense"] is False


def test_an_encoder_that_breaks_is_named(build: Build, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(build, encoder)

    def breaks(text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        raise RuntimeError(text)

    monkeypatch.setattr(engine.encoder, "encode_query", breaks)
    last = list(check_engine(engine))[-1]
    assert (last.part, last.well) == ("encoder", False)
    assert last.says == "a question can't be encoded: RuntimeError; restart the service"


def test_what_could_not_be_opened_is_named() -> None:
    assert describe_failure(EncoderError("gone")).part == "encoder"
    assert describe_failure(BuildError("gone")).part == "index"


def test_feedback_is_well_before_there_is_any_and_none_is_made_by_looking(tmp_path: Path) -> None:
    assert check_feedback(FeedbackStore(tmp_path / "feedback.sqlite3", 1)).well
    assert not list(tmp_path.iterdir())


def test_a_damaged_or_locked_file_of_feedback_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.feedback_store._BUSY_SECONDS", 0.0)
    store = FeedbackStore(tmp_path / "feedback.sqlite3", 1)
    store.add(Feedback("r1", True, None, None, None, None, "b1"))
    assert check_feedback(store).well
    with closing(sqlite3.connect(tmp_path / "feedback.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "database is locked" in check_feedback(store).says
        other.execute("ROLLBACK")
    (tmp_path / "feedback.sqlite3").write_bytes(b"damaged" * 1000)
    found = check_feedback(store)
    assert not found.well
    assert "file is not a database" in found.says


def test_too_little_room_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_disk(tmp_path / "var").well
    monkeypatch.setattr("api.checkup._ENOUGH_DISK", 1e18)
    found = check_disk(tmp_path / "var")
    assert not found.well
    assert "at least 0.5 GB is needed" in found.says
