"""What the tests of the evaluation share: made-up questions and records, and one real run over all of dev."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval.cli import app
from eval.records import Record, Shown, ShownAnswer, ShownQuote, ShownResult
from eval.run.folder import Run, open_run
from search.engine import Engine
from search.questions import Question, read_questions

QuestionMaker = Callable[..., Question]
RecordMaker = Callable[..., Record]


@dataclass(frozen=True)
class Invoked:
    """A command that was run: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Standard output as the one JSON object that it must be."""
        data = json.loads(self.out)
        assert isinstance(data, dict)
        return data


Command = Callable[..., Invoked]


def _invoke(*arguments: object) -> Invoked:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Invoked(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def command(engine: Engine, var_folder: Path, real_corpus_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `dovidnyk eval …` over the published build of the real corpus, with the engine that is open already."""
    for module in ("run.opening", "baselines.command"):
        monkeypatch.setattr(f"eval.{module}.open_engine", lambda settings: engine)
    monkeypatch.setenv("DOVIDNYK_VAR", str(var_folder))
    monkeypatch.setenv("DOVIDNYK_CORPUS", str(real_corpus_folder))
    return _invoke


@pytest.fixture(scope="session")
def dev_file(repository: Path) -> Path:
    """The dev questions."""
    return repository / "eval" / "questions" / "dev.jsonl"


@pytest.fixture(scope="session")
def dev_questions(dev_file: Path) -> tuple[Question, ...]:
    """The dev questions, read."""
    return read_questions(dev_file)


@pytest.fixture
def few_questions(dev_questions: tuple[Question, ...], tmp_path: Path) -> Path:
    """A file with 12 of the dev questions, answerable and not."""
    answerable = [question for question in dev_questions if question.answerable][:8]
    others = [question for question in dev_questions if not question.answerable][:4]
    file = tmp_path / "few.jsonl"
    file.write_text("".join(question.model_dump_json() + "\n" for question in [*answerable, *others]), encoding="utf-8")
    return file


@dataclass(frozen=True)
class DevRun:
    """The run over all of dev: what the command printed, how long it took, and its folder."""

    invoked: Invoked
    seconds: float
    folder: Path

    @cached_property
    def run(self) -> Run:
        """The run, read from its folder."""
        return open_run(self.folder)


@pytest.fixture(scope="session")
def dev_run(var_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> DevRun:
    """All of dev, asked of the published build of the real corpus; to be read only."""
    folder = tmp_path_factory.mktemp("runs") / "dev"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOVIDNYK_VAR", str(var_folder))
        began = time.perf_counter()
        invoked = _invoke("run", "--out", folder, "--json")
        return DevRun(invoked, time.perf_counter() - began, folder)


@pytest.fixture(scope="session")
def make_question() -> QuestionMaker:
    """Makes a question: answerable by the sections it is given, else unanswerable."""

    def make(identity: str = "q1", relevant: Mapping[str, int] | None = None, **label: Any) -> Question:
        chapter = label.get("chapter")
        unanswerable = "other_chapter" if chapter else "no_match"
        plain: dict[str, Any] = {
            "group": f"g-{identity}",
            "text": f"питання {identity}",
            "kind": "natural",
            "lang": "uk",
            "tags": [],
            "outcome": "answered" if relevant else unanswerable,
            "facts": [],
            "chapter": None,
        }
        return Question.model_validate({"id": identity, "relevant": relevant or {}, **plain, **label})

    return make


@pytest.fixture(scope="session")
def make_record() -> RecordMaker:
    """Makes a record: what was shown for a question, or a failure where `sections` is `None`."""

    def make(
        question: Question,
        sections: Sequence[str] | None = (),
        answer: str | None = None,
        quotes: Sequence[tuple[str, bool]] = (),
        **shown: Any,
    ) -> Record:
        if sections is None:
            return Record(question=question, shown=None, error="it broke", seconds=0.1)
        results = tuple(ShownResult(section=name, score=1 - place / 100) for place, name in enumerate(sections))
        given = None
        if answer is not None:
            parts = tuple(ShownQuote(section=name, text="…", verbatim=verbatim) for name, verbatim in quotes)
            given = ShownAnswer(text=answer, quotes=parts)
        return Record(question=question, shown=Shown(results=results, answer=given, **shown), seconds=0.1)

    return make


def without_answers(run: Run) -> Run:
    """The run of a system that gives no answers."""
    return replace(
        run,
        records=tuple(
            record.model_copy(update={"shown": record.shown.model_copy(update={"answer": None})})
            for record in run.records
            if record.shown
        ),
    )
