"""`dovidnyk eval export` and `dovidnyk eval import`."""

from pathlib import Path
from typing import Annotated

import typer

from eval.console import JsonOption, exit_codes, print_json, say
from eval.errors import EvalError
from eval.exchange.beir import export_beir, import_beir
from eval.exchange.files import write_lines
from eval.exchange.trec import export_trec, import_trec
from eval.question_sets import Split
from eval.run.command import QuestionsOption, SplitOption
from eval.run.opening import open_questions
from search.opening import open_build
from search.settings import read_settings

TrecOption = Annotated[Path | None, typer.Option("--trec", help="folder in TREC form", show_default=False)]
BeirOption = Annotated[Path | None, typer.Option("--beir", help="folder in BEIR form", show_default=False)]


@exit_codes()
def export_command(
    trec: TrecOption = None,
    beir: BeirOption = None,
    split: SplitOption = Split.DEV,
    questions: QuestionsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write questions and judgements for other tools; runs are in TREC form already (`run.trec` in their folder).

    BEIR form holds the sections too, from the published index.

    Examples:

    - `dovidnyk eval export --trec out/`
    - `dovidnyk eval export --beir out/ --split test`
    """
    folder, settings = _one_of(trec, beir), read_settings()
    chosen = open_questions(split, questions, settings)
    if trec is not None:
        files = export_trec(chosen.questions, folder)
    else:
        guide = open_build(settings).guide
        files = export_beir(chosen.questions, guide, folder, chosen.name)
    if as_json:
        print_json({"n": len(chosen.questions), "files": [str(file) for file in files]})
    else:
        say(f"{len(chosen.questions)} questions: {', '.join(str(file) for file in files)}")


@exit_codes()
def import_command(
    out: Annotated[Path, typer.Argument(help="file to write, in the project's form")],
    trec: TrecOption = None,
    beir: BeirOption = None,
    split: Annotated[
        str | None, typer.Option(help="which judgements of a BEIR folder with several", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read questions and judgements from another form into a file that `dovidnyk eval run --questions` takes.

    Examples:

    - `dovidnyk eval import mine.jsonl --trec out/`
    - `dovidnyk eval import mine.jsonl --beir out/ --split dev`
    """
    folder = _one_of(trec, beir)
    imported = import_trec(folder) if trec is not None else import_beir(folder, split)
    write_lines(out, (question.model_dump_json() for question in imported))
    if as_json:
        print_json({"n": len(imported), "file": str(out)})
    else:
        say(f"{len(imported)} questions: {out}")


def _one_of(trec: Path | None, beir: Path | None) -> Path:
    """The one folder that is named.

    Raises:
        EvalError: none or both are.
    """
    match trec, beir:
        case None, Path() as folder:
            return folder
        case Path() as folder, None:
            return folder
        case _:
            raise EvalError("name one folder: --trec DIR or --beir DIR")
