"""`dovidnyk eval compare`."""

from pathlib import Path
from typing import Annotated

import typer

from eval.compare.report import compare_runs, print_comparison
from eval.console import JsonOption, exit_codes, output_console, print_json
from eval.run.folder import open_run


@exit_codes()
def compare_command(
    before: Annotated[Path, typer.Argument(metavar="A", help="folder of a run")],
    after: Annotated[Path, typer.Argument(metavar="B", help="folder of another run over the same questions")],
    as_json: JsonOption = False,
) -> None:
    """Say what run B does better or worse than run A, and whether that could be chance.

    Example: `dovidnyk eval compare var/runs/before var/runs/after`
    """
    comparison = compare_runs(open_run(before), open_run(after))
    if as_json:
        print_json(comparison.as_object())
    else:
        print_comparison(comparison, output_console(as_json=False))
