"""Asking all questions of a set, once each, and keeping every answer at once."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from eval.errors import EvalError, QuestionFailedError
from eval.question_sets import QuestionSet
from eval.records import Record
from eval.run import folder as run_folder
from eval.run.asker import Asker
from eval.run.environment import processor, settings_of, versions
from eval.run.folder import Run, RunConfig
from search.questions import Question
from search.settings import Settings

Progress = Callable[[Sequence[Question]], Iterator[Question]]


def start(folder: Path, questions: QuestionSet, asker: Asker, settings: Settings) -> RunConfig:
    """Begin a run: its folder and what it depends on.

    Raises:
        EvalError: a run is there already.
    """
    config = RunConfig(
        split=questions.name,
        questions_file=str(questions.file),
        questions_sha256=questions.sha256,
        n=len(questions.questions),
        source=asker.source,
        index=asker.index,
        model=asker.model,
        started=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        versions=versions(),
        settings=settings_of(settings),
        processor=processor(),
    )
    run_folder.create(folder, config)
    return config


def check_same(config: RunConfig, questions: QuestionSet, asker: Asker) -> None:
    """See that a run can go on where it was interrupted.

    Raises:
        EvalError: questions, index or encoder are others now.
    """
    for what, before, now in (
        ("digest of the questions", config.questions_sha256, questions.sha256),
        ("index", config.index, asker.index),
        ("encoder", config.model, asker.model),
    ):
        if before != now:
            raise EvalError(f"can't resume: {what} was {before} when the run began and is {now} now; start a new run")


def run(folder: Path, config: RunConfig, questions: QuestionSet, asker: Asker, progress: Progress = iter) -> Run:
    """Ask what isn't answered yet, and finish the run.

    Args:
        progress: wraps the questions that are still to ask, to show how far it is.

    Raises:
        UnreachableError, EvalError: the system is gone or has changed; what was answered is kept in the folder.
    """
    done = {record.question.id: record for record in run_folder.read_records(folder) if record.shown is not None}
    left = [question for question in questions.questions if question.id not in done]
    with run_folder.keeping(folder, list(done.values())) as file:
        for question in progress(left):
            record = ask(asker, question)
            run_folder.append(file, record)
            done[question.id] = record
    return run_folder.finish(folder, config, [done[question.id] for question in questions.questions])


def ask(asker: Asker, question: Question) -> Record:
    """What is shown for a question, or why it failed."""
    began = time.perf_counter()
    try:
        shown, error = asker.ask(question.text), None
    except QuestionFailedError as failure:
        shown, error = None, str(failure)
    return Record(question=question, shown=shown, error=error, seconds=round(time.perf_counter() - began, 4))
