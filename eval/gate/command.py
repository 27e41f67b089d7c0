"""`dovidnyk eval gate`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from eval.compare.report import differences_table, print_changes
from eval.console import GATE_FAILED, JsonOption, exit_codes, output_console, print_json, say
from eval.gate.floors import FLOORS_FILE, read_floors
from eval.gate.reference import REFERENCE_FILE, read_reference, reference_of, write_reference
from eval.gate.verdict import Verdict, decide
from eval.question_sets import Split
from eval.run.command import new_run
from eval.run.folder import open_run


@exit_codes()
def gate_command(
    run: Annotated[
        Path | None, typer.Option(help="judge this run instead of asking dev now", show_default=False)
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="store the run as the new reference")] = False,
    reference: Annotated[Path, typer.Option(help="the stored reference run", show_default=False)] = REFERENCE_FILE,
    floors: Annotated[Path, typer.Option(help="what must be kept", show_default=False)] = FLOORS_FILE,
    as_json: JsonOption = False,
) -> None:
    """Fail where dev got significantly worse than the stored reference run, or fell below a floor.

    Examples:

    - `dovidnyk eval gate`
    - `dovidnyk eval gate --run var/runs/today`
    - `dovidnyk eval gate --accept`

    Exit code 0 where it passes, 1 where it fails, 2 for bad input.
    """
    rules = read_floors(floors)
    finished = open_run(run) if run else new_run(Split.DEV, None, None, None, None)
    if accept:
        write_reference(reference_of(finished), reference)
        say(f"reference: {reference}, from {finished.folder}")
    verdict = decide(finished, read_reference(reference), rules)
    if as_json:
        print_json(verdict.as_object())
    else:
        _print(verdict, output_console(as_json=False))
    if not verdict.passed:
        raise typer.Exit(GATE_FAILED)


def _print(verdict: Verdict, console: Console) -> None:
    console.print(differences_table(verdict.compared))
    print_changes(verdict.changed, console)
    for note in verdict.notes:
        console.print(f"note: {note}", markup=False)
    for fault in verdict.faults:
        console.print(f"fault: {fault}", markup=False)
    console.print("the gate passes" if verdict.passed else f"the gate fails: {len(verdict.faults)} fault(s)")
