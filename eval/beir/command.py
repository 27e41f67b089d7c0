"""`dovidnyk eval beir`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from eval.beir.run import Bar, BeirOptions, run_beir
from eval.beir.vectors import Advance
from eval.console import INTERRUPTED, JsonOption, error_console, exit_codes, output_console, print_json, say
from ingest.corpus import read_corpus
from ingest.encoder import prepare_encoder
from search.analyser import Analyser
from search.encoder import Encoder
from search.normalise import fold
from search.settings import read_settings


@exit_codes()
def beir_command(
    folder: Annotated[
        Path,
        typer.Argument(help="folder with corpus.jsonl, queries.jsonl, and qrels.tsv or qrels/", show_default=False),
    ],
    split: Annotated[
        str | None, typer.Option(help="file of qrels/ to judge by; test unless named", show_default=False)
    ] = None,
    limit_documents: Annotated[
        int | None, typer.Option(min=1, help="take the first so many documents only", show_default=False)
    ] = None,
    limit_queries: Annotated[
        int | None, typer.Option(min=1, help="take the first so many judged queries only", show_default=False)
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="encode all again, what earlier runs kept included")] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure the engine on any corpus in BEIR layout: dense alone, lexical alone, and both fused.

    What was made for the guide is off: calibration, asked questions, lemma overrides, repair.

    Examples:

    `dovidnyk eval beir scifact` · `dovidnyk eval beir scifact --limit-documents 500 --limit-queries 50 --json`

    What is encoded is kept under `DOVIDNYK_VAR`: a run that was ended goes on where it was. Exit code 2 for bad input.
    """
    settings = read_settings()
    encoder = Encoder(prepare_encoder(settings.model, settings.var, settings.precision), threads=1)
    analyser = Analyser(stop_words=frozenset(map(fold, read_corpus(settings.corpus).analyser.stop_words)))
    options = BeirOptions(split, limit_documents, limit_queries, anew, settings.threads)
    try:
        with _bars() as bar:
            report = run_beir(folder, encoder, analyser, settings.var / "beir", options, bar)
    except KeyboardInterrupt as error:
        say("interrupted; what was encoded is kept: the same command goes on with it")
        raise typer.Exit(INTERRUPTED) from error
    if report.judged_but_absent:
        say(f"{report.judged_but_absent} judgements name documents that aren't in the corpus: counted as not found")
    if report.queries_cut:
        say(f"{report.queries_cut} queries are longer than the engine takes: 1,000 characters of each were asked")
    if as_json:
        print_json(report.as_dict())
    else:
        report.print(output_console(as_json=False))


@contextmanager
def _bars() -> Iterator[Bar]:
    """Progress bars on standard error, one below the other, where that is a terminal."""
    console = error_console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:

        def bar(name: str, total: int | None) -> Advance:
            task = progress.add_task(name, total=total)
            return lambda steps: progress.advance(task, steps)

        yield bar
