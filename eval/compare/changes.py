"""The questions that two runs treat differently."""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from eval.records import Record
from eval.slices import rank_of

_BEYOND = 1000


class Seen(BaseModel):
    """What a run showed: the first section, the rank of the first relevant one, and the outcome.

    `outcome` is `failed` for a question that failed, and `None` for a system that has no outcomes.
    """

    model_config = ConfigDict(frozen=True)

    first: str | None
    rank: int | None
    outcome: str | None


class Change(BaseModel):
    """A question whose rank or outcome changed."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str
    before: Seen
    after: Seen

    @property
    def step(self) -> int:
        """By how many ranks the first relevant section fell; negative where it rose."""
        return (self.after.rank or _BEYOND) - (self.before.rank or _BEYOND)


def seen(record: Record) -> Seen:
    """What was shown first."""
    shown = record.shown
    return Seen(
        first=shown.results[0].section if shown and shown.results else None,
        rank=rank_of(record),
        outcome=shown.outcome if shown else "failed",
    )


def differs(before: Seen, after: Seen) -> bool:
    """Whether rank or outcome are others; a system without outcomes differs in ranks only."""
    outcomes = None not in (before.outcome, after.outcome) and before.outcome != after.outcome
    return outcomes or before.rank != after.rank


def changes(before: Sequence[Record], after: Sequence[Record]) -> list[Change]:
    """The changed questions of those in both runs, the greatest falls first."""
    earlier = {record.question.id: seen(record) for record in before}
    found = [
        Change(id=record.question.id, text=record.question.text, before=earlier[record.question.id], after=seen(record))
        for record in after
        if record.question.id in earlier
    ]
    return worst_first(one for one in found if differs(one.before, one.after))


def worst_first(changed: Iterable[Change]) -> list[Change]:
    """The greatest falls first."""
    return sorted(changed, key=lambda change: (-change.step, change.id))
