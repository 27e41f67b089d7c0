"""Standard error for people, standard output for one JSON object, and the exit codes."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from eval.errors import UnreachableError
from search.errors import DovidnykError

GATE_FAILED = 1
BAD_INPUT = 2
UNREACHABLE = 3
INTERRUPTED = 130
_PIPED_WIDTH = 140

Item = TypeVar("Item")

JsonOption = Annotated[bool, typer.Option("--json", help="print one JSON object on standard output, nothing else")]


def error_console() -> Console:
    """A console on standard error as it is now."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def say(message: str) -> None:
    """One plain line on standard error."""
    error_console().print(message, markup=False)


def print_json(data: Any) -> None:
    """One JSON object on standard output; numbers that aren't numbers are refused, not printed."""
    typer.echo(json.dumps(data, ensure_ascii=False, allow_nan=False))


def output_console(*, as_json: bool) -> Console:
    """Where tables go: standard output, or standard error where standard output is for JSON."""
    console = Console(stderr=as_json, highlight=False)
    return console if console.is_terminal else Console(stderr=as_json, highlight=False, width=_PIPED_WIDTH)


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn an error that a person can mend into one line on standard error and an exit code."""
    try:
        yield
    except UnreachableError as error:
        say(f"dovidnyk eval: {error}")
        raise typer.Exit(UNREACHABLE) from error
    except DovidnykError as error:
        say(f"dovidnyk eval: {error}")
        raise typer.Exit(BAD_INPUT) from error


def progress_over(items: Sequence[Item], what: str) -> Iterator[Item]:
    """The items one by one, with a bar on standard error where that is a terminal."""
    console = error_console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield from progress.track(items, description=what)
