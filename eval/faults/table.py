"""Finished rows as a table, on a terminal and in Markdown."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape

from eval.bench.bars import Judged
from eval.faults.store import Kept
from eval.tables import NO_DATA, plain_table

_HEAD = ("row", "what", "bar", "measured", "held")
_STYLES = {"held": "green", "not held": "red", "not measured": "dim"}


def print_table(rows: Sequence[Kept], console: Console) -> None:
    """Print each bar with what was measured, then what went wrong, then the other figures."""
    table = plain_table("What the service promises", *_HEAD)
    for cells in _cells(rows):
        *plain, verdict = cells
        table.add_row(*map(escape, plain), f"[{_STYLES[verdict]}]{verdict}[/]")
    console.print(table)
    for line in _notes(rows):
        console.print(line, markup=False)


def markdown_of(rows: Sequence[Kept]) -> str:
    """The same in Markdown."""
    lines = [f"| {' | '.join(cells)} |" for cells in (_HEAD, ["---"] * len(_HEAD), *_cells(rows))]
    return "\n".join([*lines, "", *(f"- {note}" for note in _notes(rows)), ""])


def _cells(rows: Sequence[Kept]) -> Iterator[list[str]]:
    for kept in rows:
        for one in kept.result.bars:
            yield [kept.row, one.bar.says, one.bar.bound, _number(one.value), _verdict(one)]


def _notes(rows: Sequence[Kept]) -> Iterator[str]:
    for kept in rows:
        figures = ", ".join(f"{name} {_figure(value)}" for name, value in kept.result.figures.items())
        yield f"{kept.row} ({kept.seconds:.0f} s, finished {kept.finished:%Y-%m-%d %H:%M} UTC): {figures}"
        for found in kept.result.found:
            yield f"{kept.row}: found: {found}"


def _verdict(one: Judged) -> str:
    return {"reached": "held", "not reached": "not held"}.get(one.verdict, one.verdict)


def _figure(value: float | str | None) -> str:
    return value if isinstance(value, str) else _number(value)


def _number(value: float | None) -> str:
    if value is None:
        return NO_DATA
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.4g}"
