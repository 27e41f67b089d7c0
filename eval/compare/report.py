"""A comparison as one object and as tables."""

from typing import Any

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from eval.compare.changes import Change, Seen, changes
from eval.compare.comparison import Difference, compare, paired
from eval.compare.significance import PERMUTATIONS
from eval.measures.catalogue import MEASURES
from eval.run.folder import Run
from eval.tables import NO_DATA, figure, plain_table

_CHANGES_SHOWN = 40
_TEXT_SHOWN = 70


class Comparison(BaseModel):
    """Two runs compared; `left_out` counts the questions that only one of them holds."""

    model_config = ConfigDict(frozen=True)

    before: str
    after: str
    n: int
    left_out: int
    permutations: int
    measures: dict[str, Difference]
    changed: tuple[Change, ...]

    def as_object(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        return self.model_dump(mode="json")


def compare_runs(before: Run, after: Run, permutations: int = PERMUTATIONS) -> Comparison:
    """Compare two runs over the questions that both hold.

    Raises:
        EvalError: they have none in common.
    """
    one, other = before.judged, after.judged
    left, right = paired(one, other)
    return Comparison(
        before=str(before.folder),
        after=str(after.folder),
        n=len(left.ids),
        left_out=len(one.ids) + len(other.ids) - 2 * len(left.ids),
        permutations=permutations,
        measures=compare(left, right, permutations=permutations),
        changed=tuple(changes(before.records, after.records)),
    )


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Measures, then the questions that changed."""
    console.print(f"A {comparison.before}\nB {comparison.after}\n{comparison.n} questions in both", markup=False)
    if comparison.left_out:
        console.print(f"{comparison.left_out} questions are in one of them only and left out", markup=False)
    console.print(differences_table(comparison.measures))
    print_changes(comparison.changed, console)


def differences_table(measures: dict[str, Difference]) -> Table:
    """One measure a row."""
    table = plain_table(
        "B minus A with 95 % bootstrap interval; p of the randomisation test, Holm-corrected",
        *("measure", "A → B", "B − A", "p", "Holm", "wins/ties/losses", "n can show"),
    )
    for name, one in measures.items():
        counts = NO_DATA if one.wins is None else f"{one.wins}/{one.ties}/{one.losses}"
        share = MEASURES[name].is_share
        table.add_row(
            name,
            f"{figure(one.before, is_share=share)} → {figure(one.after, is_share=share)}",
            change_with_interval(one, is_share=share).replace("[", r"\["),
            f"{one.p:.4f}",
            f"{one.p_holm:.4f}",
            counts,
            figure(one.smallest, is_share=share),
        )
    return table


def change_with_interval(one: Difference, *, is_share: bool) -> str:
    """`+0.012 [-0.003 … +0.027]`."""
    digits = 3 if is_share else 0
    bounds = NO_DATA if one.interval is None else " … ".join(f"{bound:+.{digits}f}" for bound in one.interval)
    return f"{one.difference:+.{digits}f} [{bounds}]"


def print_changes(changed: tuple[Change, ...], console: Console, shown: int = _CHANGES_SHOWN) -> None:
    """The questions that changed, the greatest falls first; of many, the first and the last ones."""
    if not changed:
        console.print("no question changed its rank or outcome")
        return
    half = shown // 2
    kept = changed if len(changed) <= shown else (*changed[:half], *changed[-half:])
    title = f"{len(changed)} questions changed" + (f", {len(kept)} of them here" if len(kept) < len(changed) else "")
    table = plain_table(title, "id", "question", "before", "after")
    table.columns[1].justify = "left"
    for one in kept:
        text = one.text if len(one.text) <= _TEXT_SHOWN else one.text[: _TEXT_SHOWN - 1] + "…"
        table.add_row(one.id, text.replace("[", r"\["), seen_line(one.before), seen_line(one.after))
    console.print(table)


def seen_line(seen: Seen) -> str:
    """`rank 2 · uncertain · 1.1-3 first`."""
    rank = NO_DATA if seen.rank is None else str(seen.rank)
    return f"rank {rank} · {seen.outcome or NO_DATA} · {seen.first or NO_DATA} first"
