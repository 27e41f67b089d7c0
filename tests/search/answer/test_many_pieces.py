"""Pieces of many sections: read when they're asked for, the same as when all are held."""

from pathlib import Path

import numpy as np
import pytest

from search import records
from search.answer.piece import AnswerPiece
from search.answer.store import PIECES, PieceIndex, PiecesFile, load_answers
from search.build import Build
from search.records import open_records


@pytest.fixture
def folder(build: Build, tmp_path: Path) -> Path:
    """The answers of the published build with the index of its pieces."""
    for file in (build.folder / "answer").iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "pieces.npz").unlink(missing_ok=True)
    pieces: tuple[AnswerPiece, ...] = tuple(open_records(tmp_path / "pieces.jsonl", PIECES))
    PieceIndex.of(pieces).save(tmp_path)
    return tmp_path


def test_pieces_read_one_by_one_are_the_same(build: Build, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "WHOLE_UP_TO", 0)
    read = load_answers(folder, build.guide).sections
    assert isinstance(read, PiecesFile)
    assert list(read) == list(build.answers.sections)
    for section_id, held in build.answers.sections.items():
        found = read[section_id]
        assert (found.all, found.own, found.terms) == (held.all, held.own, held.terms)
        assert np.array_equal(found.vectors, held.vectors)
        assert np.array_equal(found.says, held.says)
    assert "99" not in read
