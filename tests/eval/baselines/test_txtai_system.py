"""txtai in a process of its own: what goes there, what comes back, and what is told when it isn't there."""

from pathlib import Path

import pytest

from eval.baselines.txtai_system import has_txtai, txtai_systems
from eval.errors import EvalError, QuestionFailedError
from search.guide import Guide

QUESTION = "втрата посвідки на проживання"


def test_an_interpreter_is_asked_whether_it_has_txtai(python_with_txtai: Path, python_without_txtai: Path) -> None:
    assert has_txtai(python_with_txtai)
    assert not has_txtai(python_without_txtai)


def test_whole_sections_are_indexed_and_every_question_is_answered(
    guide: Guide, python_with_txtai: Path, tmp_path: Path
) -> None:
    dense, hybrid = txtai_systems(guide, [QUESTION, QUESTION, "віза"], tmp_path, python_with_txtai)
    assert (dense.source, hybrid.source) == ("txtai-dense", "txtai-hybrid")
    assert (dense.index, dense.model) == (None, tmp_path.name)
    shown = dense.ask(QUESTION)
    assert shown.results[0].section == "1.1-3"
    assert len(shown.results) == 20
    assert shown.confidence == shown.results[0].score == 2 * hybrid.ask(QUESTION).results[0].score


def test_a_question_that_was_not_asked_fails(guide: Guide, python_with_txtai: Path, tmp_path: Path) -> None:
    dense, _ = txtai_systems(guide, [QUESTION], tmp_path, python_with_txtai)
    with pytest.raises(QuestionFailedError):
        dense.ask("інше")


def test_what_txtai_says_when_it_fails_is_passed_on(guide: Guide, python_with_txtai: Path, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"(?s)txtai-dense failed: .*no model there"):
        list(txtai_systems(guide, [QUESTION], tmp_path / "broken", python_with_txtai))


def test_an_interpreter_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="can't be run: No such file"):
        has_txtai(tmp_path / "no-python")
