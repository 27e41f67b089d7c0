"""Figures as tables on a terminal."""

from collections.abc import Mapping

from rich import box
from rich.console import Console
from rich.table import Table

from eval.intervals import Estimate
from eval.measures.catalogue import MEASURES
from eval.summary import HEADLINE, Summary

NO_DATA = "–"
SIDE_BY_SIDE = ("success@1", "success@3", "MRR@10", "nDCG@10", "recall@5", "AUROC", "AURC")


def figure(value: float | None, *, is_share: bool = True) -> str:
    """A figure for a table; a dash where there is no data."""
    if value is None:
        return NO_DATA
    return f"{value:.3f}" if is_share else f"{value:.0f}"


def bounds(interval: tuple[float, float] | None, *, is_share: bool = True) -> str:
    """An interval for a table; a dash where there is no data."""
    if interval is None:
        return NO_DATA
    return " – ".join(figure(bound, is_share=is_share) for bound in interval)


def with_interval(one: Estimate, *, is_share: bool = True) -> str:
    """A figure with its interval in brackets."""
    if one.value is None:
        return NO_DATA
    return f"{figure(one.value, is_share=is_share)} [{bounds(one.interval, is_share=is_share)}]"


def plain_table(title: str, first: str, *others: str) -> Table:
    """A table without walls: the first column names its row and is never cut, the others are figures."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right")
    return table


def print_summary(summary: Summary, console: Console) -> None:
    """All measures, then success@1 by slice."""
    table = Table(
        title=f"{summary.split}: {summary.n} questions, index {summary.index or NO_DATA}", title_justify="left"
    )
    for column in ("measure", "value", "95 % interval", "n"):
        table.add_column(column, justify="left" if column == "measure" else "right")
    for name, one in summary.measures.items():
        share = MEASURES[name].is_share
        table.add_row(name, figure(one.value, is_share=share), bounds(one.interval, is_share=share), str(one.n))
    console.print(table)
    console.print(_slice_table(summary))
    worst = summary.worst_variant
    console.print(f"worst wording of each group first right: {with_interval(worst)}, {worst.n} groups", markup=False)


def print_side_by_side(summaries: Mapping[str, Summary], console: Console) -> None:
    """One system a row, with intervals."""
    table = plain_table("95 % bootstrap intervals over groups of questions", "system", *SIDE_BY_SIDE)
    for system, summary in summaries.items():
        estimates = [summary.measures[name] for name in SIDE_BY_SIDE]
        table.add_row(system, *(f"{figure(one.value)}\n{bounds(one.interval)}" for one in estimates))
    console.print(table)


def _slice_table(summary: Summary) -> Table:
    table = plain_table(f"{HEADLINE} by slice", "slice", "value", "95 % interval", "n")
    for name, measures in summary.slices.items():
        if HEADLINE in measures:
            one = measures[HEADLINE]
            table.add_row(name, figure(one.value), bounds(one.interval), str(one.n))
    return table
