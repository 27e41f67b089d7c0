"""Asking all questions once, and going on after a break."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.errors import EvalError, QuestionFailedError, UnreachableError
from eval.question_sets import QuestionSet
from eval.records import Shown, ShownResult
from eval.run.folder import open_run, read_records
from eval.run.runner import check_same, run, start
from search.settings import Settings
from tests.eval.conftest import QuestionMaker


class Recorder:
    """Shows one section for every question and notes what it was asked; `fault` may raise instead."""

    source = "recorder"
    index: str | None = "build"
    model: str | None = "encoder@1"

    def __init__(self, fault: Callable[[str], None] = lambda _: None) -> None:
        self.asked: list[str] = []
        self.fault = fault

    def ask(self, question: str) -> Shown:
        self.fault(question)
        self.asked.append(question)
        return Shown(results=(ShownResult(section="1.1", score=1.0),))


@pytest.fixture
def questions(make_question: QuestionMaker) -> QuestionSet:
    """Five questions."""
    made = tuple(make_question(f"q{number}", {"1.1": 3}) for number in range(5))
    return QuestionSet("mine", Path("mine.jsonl"), "0" * 64, made)


def _failing_on(name: str, error: Exception) -> Callable[[str], None]:
    def fault(question: str) -> None:
        if question.endswith(name):
            raise error

    return fault


def test_every_question_is_asked_once_in_order(tmp_path: Path, questions: QuestionSet) -> None:
    asker = Recorder()
    finished = run(tmp_path / "run", start(tmp_path / "run", questions, asker, Settings()), questions, asker)
    assert asker.asked == [question.text for question in questions.questions]
    assert [record.question for record in finished.records] == list(questions.questions)


def test_a_question_that_fails_is_kept_and_the_others_go_on(tmp_path: Path, questions: QuestionSet) -> None:
    asker = Recorder(_failing_on("q2", QuestionFailedError("too hard")))
    finished = run(tmp_path / "run", start(tmp_path / "run", questions, asker, Settings()), questions, asker)
    assert [record.error for record in finished.records] == [None, None, "too hard", None, None]
    assert finished.summary.measures["success@1"].value == 0.8


def test_a_system_that_goes_away_leaves_what_was_answered(tmp_path: Path, questions: QuestionSet) -> None:
    asker = Recorder(_failing_on("q3", UnreachableError("gone")))
    config = start(tmp_path / "run", questions, asker, Settings())
    with pytest.raises(UnreachableError):
        run(tmp_path / "run", config, questions, asker)
    assert [record.question.id for record in read_records(tmp_path / "run")] == ["q0", "q1", "q2"]


def test_a_resumed_run_asks_only_what_is_left(tmp_path: Path, questions: QuestionSet) -> None:
    broken = Recorder(_failing_on("q3", UnreachableError("gone")))
    config = start(tmp_path / "run", questions, broken, Settings())
    with pytest.raises(UnreachableError):
        run(tmp_path / "run", config, questions, broken)
    whole = Recorder()
    run(tmp_path / "run", config, questions, whole)
    assert whole.asked == ["питання q3", "питання q4"]
    assert [record.question.id for record in open_run(tmp_path / "run").records] == ["q0", "q1", "q2", "q3", "q4"]


def test_a_resumed_run_asks_again_what_failed(tmp_path: Path, questions: QuestionSet) -> None:
    failing = Recorder(_failing_on("q1", QuestionFailedError("busy")))
    config = start(tmp_path / "run", questions, failing, Settings())
    run(tmp_path / "run", config, questions, failing)
    again = Recorder()
    finished = run(tmp_path / "run", config, questions, again)
    assert again.asked == ["питання q1"]
    assert all(record.error is None for record in finished.records)


@pytest.mark.parametrize(("what", "message"), [("index", "index was build"), ("model", "encoder was encoder@1")])
def test_a_run_is_not_resumed_on_another_index(tmp_path: Path, questions: QuestionSet, what: str, message: str) -> None:
    asker = Recorder()
    config = start(tmp_path / "run", questions, asker, Settings())
    setattr(asker, what, "other")
    with pytest.raises(EvalError, match=f"{message}.* when the run began and is other now"):
        check_same(config, questions, asker)


def test_a_run_is_not_resumed_with_other_questions(tmp_path: Path, questions: QuestionSet) -> None:
    asker = Recorder()
    config = start(tmp_path / "run", questions, asker, Settings())
    other = QuestionSet(questions.name, questions.file, "1" * 64, questions.questions)
    with pytest.raises(EvalError, match="digest of the questions"):
        check_same(config, other, asker)


def test_a_run_says_what_it_depends_on(tmp_path: Path, questions: QuestionSet) -> None:
    config = start(tmp_path / "run", questions, Recorder(), Settings())
    assert (config.split, config.n, config.index, config.model) == ("mine", 5, "build", "encoder@1")
    assert {"python", "numpy", "onnxruntime"} <= set(config.versions)
    assert config.settings["precision"] == "int8"
    assert "machine" in config.processor
