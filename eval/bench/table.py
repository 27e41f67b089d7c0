"""A run as tables on a terminal."""

from collections.abc import Mapping

from rich.console import Console

from eval.bench.quantiles import Ratio
from eval.bench.results import Results
from eval.tables import NO_DATA, plain_table

_STYLES = {"reached": "green", "not reached": "red", "not measured": "dim"}


def number(value: float | None, digits: int = 2) -> str:
    """A figure; a dash where there is no data."""
    return NO_DATA if value is None else f"{value:.{digits}f}"


def in_words(ratios: Mapping[str, Ratio]) -> list[str]:
    """Ratios with the quartiles of their turns."""
    return [f"{one.value:.2f} [{one.low:.2f} – {one.high:.2f}] × {name}" for name, one in ratios.items()]


def counted(errors: Mapping[str, int]) -> str:
    """Errors by kind; 0 where there are none."""
    return ", ".join(f"{count} × {kind}" for kind, count in errors.items()) or "0"


def print_results(results: Results, console: Console) -> None:
    """Print everything but the charts."""
    for print_part in (_print_bars, _print_rows, _print_stages, _print_starts):
        print_part(results, console)
    for note in results.notes:
        console.print(note, markup=False)


def _print_bars(results: Results, console: Console) -> None:
    table = plain_table("Bars", "what", "bar", "measured", "verdict")
    for one in results.bars:
        verdict = f"[{_STYLES[one.verdict]}]{one.verdict}[/]"
        table.add_row(one.bar.says, one.bar.bound, number(one.value), verdict)
    console.print(table)


def _print_rows(results: Results, console: Console) -> None:
    table = plain_table(
        "Latency (ms) and throughput (answers a second); ratios are medians of turns, with their quartiles",
        "system",
        *("scenario", "n", "p50", "p99", "a second", "errors", "generator, CPU s", "of a core"),
    )
    for row in results.rows:
        share = NO_DATA if row.generator_share is None else f"{row.generator_share:.1%}"
        spent = number(row.generator_cpu_seconds)
        figures = (number(row.p50_ms), number(row.p99_ms), number(row.per_second, 1), counted(row.errors))
        table.add_row(row.system, row.scenario, str(row.answered), *figures, spent, share)
    console.print(table)
    ratios = plain_table("Ratios", "system", "scenario", "p50", "throughput")
    for row in results.rows:
        if row.p50_ratios:
            lines = ("\n".join(in_words(of)) for of in (row.p50_ratios, row.throughput_ratios))
            ratios.add_row(row.system, row.scenario, *lines)
    console.print(ratios)


def _print_stages(results: Results, console: Console) -> None:
    table = plain_table("Stages of the engine in process (ms)", "stage", "p50", "p99", "share of the time")
    for stage in results.stages:
        table.add_row(stage.name, number(stage.p50_ms, 3), number(stage.p99_ms, 3), f"{stage.share:.1%}")
    console.print(table)
    opened = results.open_loop
    console.print(
        f"open loop: {opened.per_second:.1f} questions a second arrived ({opened.share:.0%} of the capacity); "
        f"p99 ÷ p50 {number(opened.p99_to_p50)}; left after they were due: p99 {opened.wait_p99_ms:.2f} ms\n",
        markup=False,
    )


def _print_starts(results: Results, console: Console) -> None:
    table = plain_table(
        "Start and memory of the largest process (MB)",
        "server",
        *("starts", "ready after, s", "RSS at start", "PSS", "RSS after load", "PSS", "processes"),
    )
    for one in results.starts:
        sizes = (one.at_start.rss, one.at_start.pss, one.after_load.rss, one.after_load.pss)
        figures = [number(size, 0) for size in sizes]
        table.add_row(one.server, str(one.starts), number(one.ready_seconds), *figures, str(one.after_load.processes))
    console.print(table)
    for what, seconds in (("encoder prepared", results.ingest_seconds), ("from nothing", results.seconds_from_nothing)):
        if seconds is not None:
            console.print(f"ingest, {what}: {seconds:.1f} s\n", markup=False)
