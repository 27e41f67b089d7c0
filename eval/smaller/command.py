"""`dovidnyk eval smaller`."""

import json
import os
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from eval.bench.in_process import encoder_asker
from eval.bench.measure import ENCODER_THREADS
from eval.bench.questions import draw_questions
from eval.bench.series import in_turn
from eval.console import JsonOption, exit_codes, output_console, print_json, say
from eval.errors import EvalError
from eval.question_sets import QuestionSet, Split
from eval.run.command import QuestionsOption
from eval.run.environment import processor, settings_of, versions
from eval.run.opening import open_questions
from eval.smaller.distil import Lesson, Taught, distil, teacher_vectors
from eval.smaller.legs import judge_legs
from eval.smaller.report import Report, p50, size_of, student_of
from eval.smaller.student import make_student
from eval.smaller.texts import texts_to_learn
from ingest.corpus import read_corpus
from ingest.encoder import prepare_encoder, source_folder
from ingest.vocabulary import read_vocabulary
from search.encoder import Encoder
from search.repair import Repairer
from search.settings import Settings, read_settings

DROPPED = "layers dropped"
DISTILLED = "distilled"
_TEACHER = "teacher"
_FOLDERS = {DROPPED: "dropped", DISTILLED: "distilled"}
_BLOCK = 25


@exit_codes()
def smaller_command(
    layers: Annotated[int, typer.Option(min=1, help="layers that the student keeps, evenly spaced")] = 6,
    texts: Annotated[
        list[Path] | None,
        typer.Option(
            help="other Ukrainian texts to teach on: one a line, or corpus.jsonl in BEIR layout; may be given again",
            show_default=False,
        ),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="passes over all texts at most")] = 8,
    minutes: Annotated[float, typer.Option(min=0.01, help="minutes of teaching at most")] = 20,
    seed: Annotated[int, typer.Option(help="of the order of texts, and of the questions that are timed")] = 1,
    students: Annotated[
        Path | None,
        typer.Option(help="folder that an earlier run left: compare its students, teach none", show_default=False),
    ] = None,
    timed: Annotated[int, typer.Option(min=1, help="questions to time each encoder with")] = 500,
    questions: QuestionsOption = None,
    out: Annotated[
        Path | None, typer.Option(help="folder for the students; default: var/smaller/TIME", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a smaller encoder of the one that is set, and measure what it gains and loses, in one run on dev.

    The student keeps evenly spaced layers and the word pieces of the scripts in use; it is taught the teacher's vectors
    of the guide, the training questions, the glossary and `--texts`. A student that only lost layers stands beside it.

    Examples:

    - `dovidnyk eval smaller --texts manuals.txt --minutes 20`
    - `dovidnyk eval smaller --students var/smaller/2026-11-24T10-00-00 --json`
    """
    settings = read_settings()
    asked = open_questions(Split.DEV, questions, settings)
    taught: Taught | None = None
    folder = students or out or settings.var / "smaller" / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}"
    if students is None:
        taught = _teach(settings, layers, texts or [], Lesson(epochs, minutes, seed), folder)
    report = _compare(settings, _student_folders(folder), asked, timed, seed, taught)
    (folder / "smaller.json").write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    if as_json:
        print_json(report.model_dump(mode="json"))
    else:
        report.print(output_console(as_json=False))
    say(f"students and figures: {folder}")


def _teach(settings: Settings, layers: int, files: list[Path], lesson: Lesson, folder: Path) -> Taught:
    """Make both students in `folder`."""
    teacher = source_folder(settings.model, settings.var)
    dropped, distilled = (folder / name for name in _FOLDERS.values())
    make_student(teacher, layers, dropped)
    encoder = Encoder(prepare_encoder(settings.model, settings.var, settings.precision), settings.threads)
    texts = texts_to_learn(read_corpus(settings.corpus), encoder, files)
    say(f"{len(texts)} texts to learn from")
    targets = teacher_vectors(teacher, encoder.description.id, texts, settings.var / "smaller" / "teacher")
    taught = distil(dropped, texts, targets, lesson, distilled)
    say(f"taught {taught.tokens} tokens in {taught.seconds:.0f} s; cosine to the teacher {taught.cosine:.4f}")
    return taught


def _student_folders(folder: Path) -> dict[str, Path]:
    found = {name: folder / place for name, place in _FOLDERS.items() if (folder / place / "modules.json").exists()}
    if not found:
        raise EvalError(f"--students {folder}: no student there; expected folders {', '.join(_FOLDERS.values())}")
    return found


def _compare(
    settings: Settings, students: dict[str, Path], asked: QuestionSet, timed: int, seed: int, taught: Taught | None
) -> Report:
    """Time teacher and students in turn, then ask each of them all questions."""
    models = {_TEACHER: settings.model} | {name: str(folder) for name, folder in students.items()}
    folders = {name: prepare_encoder(model, settings.var, settings.precision) for name, model in models.items()}
    encoders = {name: Encoder(folder, ENCODER_THREADS) for name, folder in folders.items()}
    repairer = Repairer(read_vocabulary(read_corpus(settings.corpus)))
    drawn = draw_questions(settings.corpus / "asked.jsonl", repairer, timed, seed)
    load = f"{os.getloadavg()[0]:.2f}"
    say("timing")
    askers = {name: encoder_asker(encoder) for name, encoder in encoders.items()}
    for ask in askers.values():
        ask(drawn[:_BLOCK])
    series = in_turn(askers, drawn, _BLOCK)
    say("asking")
    with tempfile.TemporaryDirectory(prefix="dovidnyk-smaller-") as scratch:
        legs = {
            name: judge_legs(name, encoder, folders[name], settings.corpus, Path(scratch) / _place(name), asked)
            for name, encoder in encoders.items()
        }
    return Report(
        questions=len(asked.questions),
        layers=_layers(next(iter(students.values()))),
        teacher_size=size_of(folders[_TEACHER]),
        teacher_p50=p50(series[_TEACHER]),
        students={
            name: student_of(size_of(folders[name]), series[name], series[_TEACHER], legs[name], legs[_TEACHER])
            for name in students
        },
        taught=None if taught is None else asdict(taught),
        setting={
            "questions": asked.name,
            "questions_sha256": asked.sha256,
            "timed": len(drawn),
            "load_before": load,
            "processor": processor(),
            "versions": versions(),
            "settings": settings_of(settings),
        },
    )


def _place(name: str) -> str:
    return name.replace(" ", "-")


def _layers(student: Path) -> int:
    return int(json.loads((student / "config.json").read_text(encoding="utf-8"))["num_hidden_layers"])
