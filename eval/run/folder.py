"""A run's folder.

config.json      what was asked of whom, with which versions and settings
results.jsonl    a `Record` a line, written as soon as a question is answered
measures.json    all figures (`Summary`)
run.trec         the rankings in TREC form, scores strictly falling
problems.jsonl   the questions that failed, with the reason
"""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import EvalError
from eval.exchange.trec import run_lines
from eval.judged import Judged, judge
from eval.records import Record
from eval.summary import Summary, summarise
from search.validation import first_fault


class RunConfig(BaseModel):
    """`config.json`.

    Attributes:
        source: `local`, a deployment's URL, or a baseline's name.
        settings: of the process that ran it.
        processor: name and the instructions that decide which kernels an encoder runs on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: int = 1
    split: str
    questions_file: str
    questions_sha256: str
    n: int
    source: str
    index: str | None
    model: str | None
    started: str
    versions: dict[str, str]
    settings: dict[str, str]
    processor: dict[str, str]


@dataclass(frozen=True)
class Run:
    """A finished run."""

    folder: Path
    config: RunConfig
    records: tuple[Record, ...]

    @cached_property
    def judged(self) -> Judged:
        """What the measures say of each question."""
        return judge(self.records)

    @cached_property
    def summary(self) -> Summary:
        """All figures."""
        return summarise(self.records, self.judged, self.config.split, self.config.index, self.config.model)


def create(folder: Path, config: RunConfig) -> None:
    """Begin a run in a folder that holds none yet.

    Raises:
        EvalError: a run is there already.
    """
    if (folder / "config.json").exists():
        raise EvalError(f"{folder}: holds a run already; go on with --resume {folder}, or name another folder")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(config.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_config(folder: Path) -> RunConfig:
    """Read `config.json`.

    Raises:
        EvalError: it is missing or of another form.
    """
    file = folder / "config.json"
    try:
        return RunConfig.model_validate_json(file.read_bytes())
    except OSError as error:
        raise EvalError(f"{file}: can't be read ({error.strerror}); expected the folder of a run") from error
    except ValidationError as error:
        raise EvalError(f"{file}: {first_fault(error, RunConfig)}") from error


def read_records(folder: Path) -> list[Record]:
    """The records so far; a last line that a killed run left half-written is left out.

    Raises:
        EvalError: another line is malformed.
    """
    file = folder / "results.jsonl"
    if not file.exists():
        return []
    *lines, _ = file.read_bytes().split(b"\n")
    records = []
    for number, line in enumerate(lines, 1):
        try:
            records.append(Record.model_validate_json(line))
        except ValidationError as error:
            raise EvalError(f"{file}, line {number}: {first_fault(error)}") from error
    return records


@contextmanager
def keeping(folder: Path, records: Sequence[Record]) -> Iterator[TextIO]:
    """`results.jsonl` with these records, open for more."""
    staging = folder / ".results.jsonl"
    staging.write_text("".join(_line(record) for record in records), encoding="utf-8")
    os.replace(staging, folder / "results.jsonl")
    with (folder / "results.jsonl").open("a", encoding="utf-8") as file:
        yield file


def append(file: TextIO, record: Record) -> None:
    """Write a record so that it survives the process."""
    file.write(_line(record))
    file.flush()


def finish(folder: Path, config: RunConfig, records: Sequence[Record]) -> Run:
    """Write what follows from the records, and the records in the order of the questions."""
    with keeping(folder, records):
        pass
    run = Run(folder, config, tuple(records))
    (folder / "measures.json").write_text(run.summary.model_dump_json(indent=2) + "\n", encoding="utf-8")
    (folder / "run.trec").write_text("".join(run_lines(records, config.source)), encoding="utf-8")
    problems = [
        {"id": record.question.id, "text": record.question.text, "error": record.error}
        for record in records
        if record.shown is None
    ]
    (folder / "problems.jsonl").write_text(
        "".join(json.dumps(problem, ensure_ascii=False) + "\n" for problem in problems), encoding="utf-8"
    )
    return run


def open_run(folder: Path) -> Run:
    """Read a finished run.

    Raises:
        EvalError: it is no run's folder, or the run isn't finished.
    """
    config = read_config(folder)
    records = read_records(folder)
    if len(records) != config.n:
        raise EvalError(
            f"{folder}: holds {len(records)} of {config.n} questions; finish it with "
            f"'dovidnyk eval run --resume {folder}'"
        )
    return Run(folder, config, tuple(records))


def _line(record: Record) -> str:
    return record.model_dump_json(exclude_defaults=True) + "\n"
