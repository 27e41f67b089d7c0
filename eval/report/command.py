"""`dovidnyk eval report`."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from eval.compare.report import compare_runs
from eval.console import JsonOption, exit_codes, print_json, say
from eval.report.content import content_of
from eval.report.junit import junit
from eval.report.pages import html, markdown
from eval.run.folder import Run, open_run


class Format(StrEnum):
    """The forms of a report; the value is the ending of its file."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"
    JUNIT = "xml"


@exit_codes()
def report_command(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="folder of a run")],
    compare: Annotated[
        Path | None, typer.Option(help="folder of an earlier run, to say what changed since", show_default=False)
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="html, md, json, or xml for JUnit")] = Format.HTML,
    out: Annotated[
        Path | None,
        typer.Option(help="file to write; default: report.FORMAT in the run's folder", show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write a run as a page to read: tables with intervals, curves, and the questions that went worst.

    Examples:

    - `dovidnyk eval report var/runs/today`
    - `dovidnyk eval report var/runs/today --compare var/runs/before`
    - `dovidnyk eval report var/runs/today --format xml --out junit.xml`
    """
    finished = open_run(run)
    other = open_run(compare) if compare else None
    file = out or run / f"report.{form.value}"
    file.write_text(render(form, finished, other), encoding="utf-8")
    if as_json:
        print_json(finished.summary.as_object())
    say(f"report: {file}")


def render(form: Format, run: Run, other: Run | None) -> str:
    """The report's text."""
    match form:
        case Format.JUNIT:
            return junit(run)
        case Format.JSON:
            changes = {"comparison": compare_runs(other, run).as_object()} if other else {}
            return json.dumps(run.summary.as_object() | changes, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        case Format.MARKDOWN:
            return markdown(content_of(run, other))
        case Format.HTML:
            return html(content_of(run, other))
