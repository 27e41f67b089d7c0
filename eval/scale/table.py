"""A run as tables: on a terminal, and in Markdown."""

from collections.abc import Iterator, Sequence

from rich.console import Console

from eval.bench.table import number
from eval.scale.results import Milliseconds, Results, SystemResult
from eval.tables import plain_table

_MEGABYTE = 1e6

Rows = tuple[str, tuple[str, ...], list[tuple[str, ...]]]


def tables(results: Results) -> Iterator[Rows]:
    """Title, columns and rows of each table."""
    yield _bars(results)
    yield _times(results.systems)
    yield _stages(results.systems)
    yield _room(results.systems)
    yield _steps(results)


def print_results(results: Results, console: Console) -> None:
    """Print all tables."""
    for title, columns, rows in tables(results):
        table = plain_table(title, *columns)
        for row in rows:
            table.add_row(*row)
        console.print(table)
    console.print(agreement_of(results), markup=False)


def markdown_of(results: Results) -> str:
    """All tables as Markdown."""
    parts = []
    for title, columns, rows in tables(results):
        lines = [columns, tuple("---" for _ in columns), *rows]
        parts.append("\n".join([f"## {title}", "", *("| " + " | ".join(line) + " |" for line in lines)]))
    return "\n\n".join([*parts, agreement_of(results)]) + "\n"


def agreement_of(results: Results) -> str:
    """How often graph and exact comparison show the same, in words."""
    found = results.agreement
    if found is None:
        return "no graph and exact comparison over the same passages to compare"
    return (
        f"graph and exact comparison over the same passages, {found.questions} questions: the same first section "
        f"{found.first:.1%}, of the first five the same {found.first_five:.1%}"
    )


def _bars(results: Results) -> Rows:
    rows: list[tuple[str, ...]] = [
        (one.bar.says, one.bar.bound, number(one.value, 3), one.verdict) for one in results.bars
    ]
    return "Bars", ("what", "bar", "measured", "verdict"), rows


def _times(systems: Sequence[SystemResult]) -> Rows:
    columns = (
        "build",
        "kind",
        "passages",
        "vectors p50",
        "p99",
        "search p50",
        "p99",
        "p50 by the guide's",
        "recall@10",
    )
    rows: list[tuple[str, ...]] = [
        (
            one.name,
            one.kind,
            f"{one.passages:,}",
            number(one.vector.p50, 3),
            number(one.vector.p99, 3),
            number(one.search.p50),
            number(one.search.p99),
            number(one.to_guide.value if one.to_guide else None),
            ", ".join([f"{one.recall:.4f}", *(f"{what} {share:.4f}" for what, share in one.recall_of.items())]),
            f"{_clock(one.vector)}; {_clock(one.search)}",
        )
        for one in systems
    ]
    return "Vector search alone and whole search (ms, processor time of one thread)", columns, rows


def _clock(times: Milliseconds) -> str:
    return f"{number(times.passed_p50)}, {number(times.passed_p99)}"


def _stages(systems: Sequence[SystemResult]) -> Rows:
    names = list(dict.fromkeys(stage for one in systems for stage in one.stages))
    rows = [(one.name, *(number(one.stages.get(stage), 3) for stage in names)) for one in systems]
    return "Stages of a whole search (p50, ms, processor time)", ("build", *names), rows


def _room(systems: Sequence[SystemResult]) -> Rows:
    names = list(dict.fromkeys(what for one in systems for what in one.disk))
    columns = ("build", "open, s", "memory opened, MB", "memory after, MB", *(f"{what}, MB" for what in names))
    rows = [
        (
            one.name,
            number(one.open_seconds, 1),
            number(one.memory_at_start, 0),
            number(one.memory, 0),
            *(number(one.disk.get(what, 0) / _MEGABYTE, 1) for what in names),
        )
        for one in systems
    ]
    return "Time to open, memory and disk", columns, rows


def _steps(results: Results) -> Rows:
    rows: list[tuple[str, ...]] = [
        (build, step, number(took.get("seconds"), 1), str(took.get("count", "")))
        for build, steps in results.steps.items()
        for step, took in steps.items()
        if isinstance(took, dict)
    ]
    return "Making the builds", ("build", "step", "seconds", "of"), rows
