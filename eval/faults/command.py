"""`dovidnyk bench faults`."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer

from eval.bench.processes import ended_by_signals
from eval.console import output_console, print_json, say
from eval.faults.options import Options
from eval.faults.rows import ROWS, Row
from eval.faults.store import Kept, all_kept, keep, kept_row
from eval.faults.table import markdown_of, print_table
from search.errors import DovidnykError
from search.published import current_build
from search.settings import read_settings

_NOT_HELD = 1


@dataclass(frozen=True, slots=True)
class Order:
    """Which rows to run and how; see `Options`.

    Attributes:
        rows: their names; empty for all.
        again: run a row though it is finished.
    """

    rows: Sequence[str] = ()
    seed: int = 20210801
    minutes: float | None = None
    times: int | None = None
    again: bool = False


def faults_command(order: Order, out: Path | None, *, as_json: bool) -> None:
    """Run rows, keep the result of each as `<row>.json`, print the table, and leave that of all rows as `table.md`.

    Args:
        out: folder of the results; `None` for `faults` in the folder of builds. Rows that are finished there with the
            same options aren't run again.

    Raises:
        BuildError, EncoderError: nothing usable is published.
        DovidnykError: there is no such row, or a server can't be used.
        Exit: with 1 where a bar isn't held.
    """
    rows = chosen_rows(order.rows)
    settings = read_settings()
    current_build(settings.var / "index")
    folder = out or settings.var / "faults"
    with ended_by_signals():
        kept = [_finished(row, order, folder) for row in rows]
    (folder / "table.md").write_text(markdown_of(all_kept(folder, [row.name for row in ROWS])), encoding="utf-8")
    if as_json:
        print_json({one.row: one.model_dump(mode="json") for one in kept})
    print_table(kept, output_console(as_json=as_json))
    say(f"table and figures: {folder}")
    if not all(one.result.held for one in kept):
        raise typer.Exit(_NOT_HELD)


def chosen_rows(names: Sequence[str]) -> list[Row]:
    """The rows of these names, in the order of `ROWS`; all where none is named.

    Raises:
        DovidnykError: there is no row of such a name.
    """
    known = [row.name for row in ROWS]
    for name in names:
        if name not in known:
            raise DovidnykError(f"no row {name!r}; there are {', '.join(known)}")
    return [row for row in ROWS if not names or row.name in names]


def _finished(row: Row, order: Order, folder: Path) -> Kept:
    """The row's result: kept from before, or made and kept now."""
    with tempfile.TemporaryDirectory(prefix=f"dovidnyk-{row.name}-") as scratch:
        began = time.perf_counter()

        def tell(doing: str) -> None:
            say(f"{time.perf_counter() - began:4.0f} s  {row.name}: {doing}")

        options = Options(read_settings(), Path(scratch), tell, order.seed, order.minutes, order.times)
        before = None if order.again else kept_row(folder, row.name, options.asked())
        if before is not None:
            say(f"{row.name}: finished {before.finished:%Y-%m-%d %H:%M} UTC; --again runs it again")
            return before
        tell(row.says)
        result = row.run(options)
        seconds = time.perf_counter() - began
    kept = Kept(row=row.name, asked=options.asked(), finished=datetime.now(UTC), seconds=seconds, result=result)
    keep(folder, kept)
    return kept
