"""Results of rows as files, so that a run that was broken off goes on where it was.

<out>/<row>.json    one for each finished row
"""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.faults.result import RowResult


class Kept(BaseModel):
    """A finished row.

    Attributes:
        asked: what was asked for, see `Options.asked`.
        seconds: that it took.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    row: str
    asked: dict[str, float | None]
    finished: datetime
    seconds: float
    result: RowResult


def keep(out: Path, kept: Kept) -> None:
    """Write a finished row, whole or not at all."""
    out.mkdir(parents=True, exist_ok=True)
    file = out / f".{kept.row}-{os.getpid()}"
    file.write_text(kept.model_dump_json(indent=2) + "\n", encoding="utf-8")
    os.replace(file, out / f"{kept.row}.json")


def kept_row(out: Path, row: str, asked: dict[str, float | None] | None = None) -> Kept | None:
    """A row that was finished before, with these options where any are given; what can't be read counts as none."""
    try:
        kept = Kept.model_validate_json((out / f"{row}.json").read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return kept if asked in (None, kept.asked) else None


def all_kept(out: Path, rows: Iterable[str]) -> list[Kept]:
    """Those of the rows that are finished, with whatever options."""
    return [kept for row in rows if (kept := kept_row(out, row)) is not None]
