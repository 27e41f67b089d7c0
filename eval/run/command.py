"""`dovidnyk eval run`."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from eval.console import INTERRUPTED, JsonOption, exit_codes, output_console, print_json, progress_over, say
from eval.question_sets import Split
from eval.run.folder import Run, read_config
from eval.run.opening import new_folder, open_questions, opened_asker, reopen_questions
from eval.run.runner import check_same, run, start
from eval.tables import print_summary
from search.errors import DovidnykError
from search.settings import read_settings

SplitOption = Annotated[Split, typer.Option(help="which questions; test is for reporting, dev for choosing")]
QuestionsOption = Annotated[
    Path | None, typer.Option("--questions", help="ask the questions of this file instead", show_default=False)
]


@exit_codes()
def run_command(
    split: SplitOption = Split.DEV,
    questions: QuestionsOption = None,
    url: Annotated[
        str | None, typer.Option(help="ask a deployment instead of the local engine", show_default=False)
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option(help="file with the deployment's server key", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="folder of the run; default: var/runs/TIME-SPLIT", show_default=False)
    ] = None,
    resume: Annotated[
        Path | None, typer.Option(help="go on with an interrupted run in this folder", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask every question and say how good what came back is.

    Examples:

    - `dovidnyk eval run` (dev, on the local engine)
    - `dovidnyk eval run --split test --json`
    - `dovidnyk eval run --questions mine.jsonl --url http://127.0.0.1:8000`
    - `dovidnyk eval run --resume var/runs/2026-11-23T02-59-02-dev`

    Exit code 2 for bad input, 3 where the deployment can't be reached; what was answered is kept, and `--resume` goes
    on with it.
    """
    if resume is not None:
        finished = resume_run(resume, url, key_file)
    else:
        finished = new_run(split, questions, url, key_file, out)
    summary = finished.summary
    if summary.failed:
        say(
            f"{summary.failed} of {summary.n} questions failed and count as wrong: {finished.folder / 'problems.jsonl'}"
        )
    if as_json:
        print_json(summary.as_object())
    else:
        print_summary(summary, output_console(as_json=False))
    say(f"run: {finished.folder}")


def new_run(split: Split, file: Path | None, url: str | None, key_file: Path | None, out: Path | None) -> Run:
    """Ask all questions of a split or a file."""
    settings = read_settings()
    questions = open_questions(split, file, settings)
    with opened_asker(url, key_file, settings) as asker:
        folder = out or new_folder(questions.name, settings)
        config = start(folder, questions, asker, settings)
        with telling_how_to_resume(folder):
            return run(folder, config, questions, asker, partial(progress_over, what=f"asking {questions.name}"))


def resume_run(folder: Path, url: str | None, key_file: Path | None) -> Run:
    """Ask the questions of an interrupted run that aren't answered yet."""
    settings, config = read_settings(), read_config(folder)
    questions = reopen_questions(config.split, config.questions_file, settings)
    source = url or (None if config.source == "local" else config.source)
    with opened_asker(source, key_file, settings) as asker:
        check_same(config, questions, asker)
        with telling_how_to_resume(folder):
            return run(folder, config, questions, asker, partial(progress_over, what=f"asking {questions.name}"))


@contextmanager
def telling_how_to_resume(folder: Path) -> Iterator[None]:
    """Where a run breaks off, say where what was answered is kept and how to go on."""
    advice = f"what was answered is kept; go on with 'dovidnyk eval run --resume {folder}'"
    try:
        yield
    except KeyboardInterrupt as error:
        say(f"interrupted; {advice}")
        raise typer.Exit(INTERRUPTED) from error
    except DovidnykError:
        say(advice)
        raise
