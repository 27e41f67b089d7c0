"""The reference run, as small as it can be: what the measures say of each question, and what stood first.

A JSON object with one line a question, so that a change of the reference reads well as a difference of versions.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from eval.compare.changes import Change, Seen, differs, seen, worst_first
from eval.errors import EvalError
from eval.judged import Judged
from eval.measures.aggregate import Array
from eval.measures.catalogue import MEASURES
from eval.records import Record
from eval.run.folder import Run
from search.validation import first_fault

REFERENCE_FILE = Path(__file__).parent.parent / "reference" / "dev.json"
_DIGITS = 6


class ReferenceRow(BaseModel):
    """A question of the reference run: `values` in the order of the reference's columns, `None` for no value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    group: str
    first: str | None
    rank: int | None
    outcome: str | None
    values: tuple[float | None, ...]


class Reference(BaseModel):
    """`eval/reference/dev.json`; `columns` names the measure of each value, twice where a measure has two."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    split: str
    questions_sha256: str
    index: str | None
    model: str | None
    instructions: str
    columns: tuple[str, ...]
    rows: tuple[ReferenceRow, ...]

    def judged(self) -> Judged:
        """The values, as a run's; of measures that the reference doesn't know, no values."""
        values = np.array([row.values for row in self.rows], dtype=np.float64)
        nothing = np.full(len(self.rows), np.nan)
        return Judged(
            ids=tuple(row.id for row in self.rows),
            groups=tuple(row.group for row in self.rows),
            values={
                name: np.stack(
                    [values[:, place] for place, column in enumerate(self.columns) if column == name]
                    or [nothing] * measure.columns,
                    axis=1,
                )
                for name, measure in MEASURES.items()
            },
        )

    def changes(self, records: tuple[Record, ...]) -> list[Change]:
        """The questions that a run treats differently, the greatest falls first."""
        rows = {row.id: Seen(first=row.first, rank=row.rank, outcome=row.outcome) for row in self.rows}
        found = [
            Change(
                id=record.question.id,
                text=record.question.text,
                before=rows[record.question.id],
                after=seen(record),
            )
            for record in records
            if record.question.id in rows
        ]
        return worst_first(one for one in found if differs(one.before, one.after))


def reference_of(run: Run) -> Reference:
    """A run as a reference."""
    with_data = {name: values for name, values in run.judged.values.items() if not np.isnan(values).all()}
    table = np.concatenate(list(with_data.values()), axis=1)
    config = run.config
    return Reference(
        split=config.split,
        questions_sha256=config.questions_sha256,
        index=config.index,
        model=config.model,
        instructions=config.processor.get("instructions", ""),
        columns=tuple(name for name, values in with_data.items() for _ in range(values.shape[1])),
        rows=tuple(_row(record, values) for record, values in zip(run.records, table, strict=True)),
    )


def _row(record: Record, values: Array) -> ReferenceRow:
    now = seen(record)
    return ReferenceRow(
        id=record.question.id,
        group=record.question.group,
        first=now.first,
        rank=now.rank,
        outcome=now.outcome,
        values=tuple(None if np.isnan(value) else round(float(value), _DIGITS) for value in values),
    )


def write_reference(reference: Reference, file: Path) -> None:
    """Write the file, one line a question."""
    head: dict[str, Any] = reference.model_dump(mode="json", exclude={"rows"})
    rows = ",\n".join(json.dumps(row.model_dump(mode="json"), ensure_ascii=False) for row in reference.rows)
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{opening}, "rows": [\n{rows}\n]}}\n', encoding="utf-8")


def read_reference(file: Path) -> Reference:
    """Read the file.

    Raises:
        EvalError: it is missing or of another form.
    """
    try:
        return Reference.model_validate_json(file.read_bytes())
    except OSError as error:
        raise EvalError(
            f"{file}: can't be read ({error.strerror}); write it with 'dovidnyk eval gate --accept'"
        ) from error
    except ValidationError as error:
        raise EvalError(
            f"{file}: {first_fault(error, Reference)}; write it with 'dovidnyk eval gate --accept'"
        ) from error
