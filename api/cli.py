"""The command line: `dovidnyk ingest`, `index`, `serve`, `ask`, `mcp`, `eval`, `bench`, `feedback`, `doctor`,
`encoder`, `partner`.
"""

import errno
import importlib.util
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import track

from api.access.command import app as partner_app
from api.access.counters import check_store
from api.access.exposure import check_exposure
from api.access.partner_store import partners_file, read_partners
from api.agents.sdk import require_sdk
from api.ask import print_response
from api.doctor import examine
from api.feedback_export import labelled_questions
from api.feedback_store import FeedbackStore, feedback_file
from api.service_manager import notify_ready
from ingest.cli import app as index_app
from search.engine import SearchOptions
from search.errors import DovidnykError
from search.opening import open_engine
from search.passages.stores import passage_store
from search.settings import PREFIX, read_settings

T = TypeVar("T")

EXIT_FAILED = 1
EXIT_BAD_INPUT = 2
EXIT_SYSTEM = 4

_ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Question-and-answer search over the Ukrainian edition of Japan's Guidebook on Living and Working.",
)
app.add_typer(partner_app, name="partner", help="Say who may call: partners, their origins and keys.")

app.add_typer(index_app, name="index", help="List builds, check one, go back to one.")

bench_app = typer.Typer(rich_markup_mode="markdown")
app.add_typer(bench_app, name="bench")

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="folder of the guide's text", show_default=False)]
OutOption = Annotated[Path | None, typer.Option("--out", help="index folder to publish in", show_default=False)]


@app.command()
def ingest(corpus: CorpusOption = None, out: OutOption = None) -> None:
    """Build the index from the corpus and publish it; does nothing where nothing changed.

    Example: `dovidnyk ingest --corpus corpus/uk`
    """
    _needs("ingest", "torch")
    from ingest.build import ingest_corpus
    from ingest.encoder import prepare_encoder

    settings = read_settings()
    index = out or settings.var / "index"
    encoder = prepare_encoder(settings.model, settings.var, settings.precision)
    store = passage_store(settings, index, _show_progress)
    done = ingest_corpus(corpus or settings.corpus, index, encoder, _show_progress, store)
    counts = done.manifest.counts
    holds = f"{counts.chapters} chapter(s), {counts.sections} sections, {counts.chunks} chunks"
    if done.withdrawn:
        _ERRORS.print(
            f"nothing built: these inputs made {done.withdrawn}, which was rolled back; {done.build} stays published "
            f"({holds}); 'dovidnyk index rollback {done.withdrawn}' brings it back"
        )
    elif done.unchanged:
        _ERRORS.print(f"nothing changed: {done.build} stays published ({holds})")
    else:
        _ERRORS.print(
            f"published {done.build} in {index}: {holds}, {done.encoded} encoded; a running server takes it up"
        )


@app.command()
def encoder() -> None:
    """Convert and export the encoder, unless that is done already. `make setup` runs this."""
    _needs("ingest", "torch")
    from ingest.encoder import prepare_encoder

    settings = read_settings()
    _ERRORS.print(f"encoder: {prepare_encoder(settings.model, settings.var, settings.precision)}")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="port to listen on", show_default=False)] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="server processes", show_default=False)] = None,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="answer other machines though no partner has a key")
    ] = False,
) -> None:
    """Serve the published index over HTTP.

    Example: `dovidnyk serve --port 8080`
    """
    from api.serving import bind, run_server

    settings = read_settings()
    if settings.mcp:
        require_sdk()
    host, workers = host or settings.host, workers or settings.workers
    if without_keys:
        os.environ[f"{PREFIX}WITHOUT_KEYS"] = "true"
    partners = read_partners(partners_file(settings.var))
    check_exposure(host, partners, without_keys=without_keys or settings.without_keys)
    check_store(settings.limits_store)
    listener = bind(host, settings.port if port is None else port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"

    def announce() -> None:
        _ERRORS.print(f"serving on {address} (Ctrl+C stops)")
        notify_ready()

    code = run_server(listener, workers, settings, announce)
    if code:
        raise typer.Exit(code)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="the question, in any words")],
    as_json: Annotated[bool, typer.Option("--json", help="print the v1 response as JSON")] = False,
    limit: Annotated[int, typer.Option(min=1, max=20, help="number of sections")] = 3,
    repair: Annotated[bool, typer.Option(help="mend keyboard layout and transliteration")] = True,
) -> None:
    """Ask the published index a question.

    Example: `dovidnyk ask "загубила картку, шо робити"`
    """
    settings = read_settings()
    response = open_engine(settings).search(question, SearchOptions(limit=limit, repair=repair))
    if as_json:
        typer.echo(response.model_dump_json(by_alias=True))
    else:
        print_response(response, Console(highlight=False))


@app.command()
def mcp() -> None:
    """Answer an agent over standard input and output: the guide as tools of the Model Context Protocol.

    Example, in the agent's configuration: `{"command": "dovidnyk", "args": ["mcp"]}`
    """
    from api.agents.stdio import serve_stdio

    serve_stdio(read_settings())


@app.command("feedback")
def export_feedback(
    out: Annotated[Path, typer.Argument(help="file to write, a labelled question a line")],
) -> None:
    """Write the feedback that kept its question as labelled questions, to be reviewed before any use in `eval`.

    Example: `dovidnyk feedback var/feedback.jsonl`
    """
    settings = read_settings()
    store = FeedbackStore(feedback_file(settings.var), settings.feedback_days)
    questions = list(labelled_questions(store.all()))
    out.write_text("".join(f"{question.model_dump_json()}\n" for question in questions), encoding="utf-8")
    _ERRORS.print(f"{len(questions)} questions with a section that helped, in {out}; read them before you use them")


@app.command()
def doctor() -> None:
    """Say what is well and what is not: settings, index, encoder, both legs, disk, versions."""
    findings = examine(read_settings())
    console = Console(highlight=False)
    for finding in findings:
        mark = "[green]ok[/]  " if finding.well else "[red]bad[/] "
        console.print(f"{mark}[bold]{finding.part}[/]: {finding.says}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(EXIT_FAILED)


@bench_app.callback(invoke_without_command=True)
def bench(
    context: typer.Context,
    quick: Annotated[bool, typer.Option("--quick", help="less of everything, without ingest: under a minute")] = False,
    questions: Annotated[
        int | None, typer.Option(min=8, max=480, help="at most so many questions a scenario", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option(help="draws the questions and when they arrive")] = 20210801,
    share: Annotated[float, typer.Option(min=0.05, max=0.95, help="of the capacity, offered in the open loop")] = 0.7,
    txtai_python: Annotated[
        Path | None, typer.Option(help="interpreter that has txtai[api], to measure its server too", show_default=False)
    ] = None,
    from_nothing: Annotated[
        bool, typer.Option("--from-nothing", help="also time an ingest that converts the encoder first; slow")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="folder for page and figures; default: `var/bench/<time>`", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")] = False,
) -> None:
    """Measure speed and memory on servers of its own, in turn with the bare encoder, and judge them by the bars.

    Examples: `dovidnyk bench --quick` · `dovidnyk bench --txtai-python DIR/bin/python --from-nothing --out report`
    """
    _needs("eval", "psutil")
    if context.invoked_subcommand:
        return
    from eval.bench.command import bench_command
    from eval.bench.measure import Order
    from eval.bench.plan import FULL, QUICK

    plan = QUICK if quick else FULL
    plan = plan if questions is None else plan.limited_to(questions)
    bench_command(Order(plan, seed, share, txtai_python, from_nothing), out, as_json=as_json)


@bench_app.command("scale")
def bench_scale(
    manuals: Annotated[
        list[Path], typer.Option(help="folder of manual pages, as /usr/share/man/uk; may be given again")
    ],
    passages: Annotated[int, typer.Option(min=1, help="passages to encode, at least")] = 20_000,
    copies: Annotated[int, typer.Option(min=1, max=90, help="of each of them in the largest build; 1 for none")] = 50,
    questions: Annotated[int, typer.Option(min=10, help="of each kind, at most")] = 200,
    out: Annotated[
        Path | None, typer.Option(help="folder for builds and figures; default: `var/scale`", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")] = False,
) -> None:
    """Make a guide of many passages from manuals, and one of many times as many, and measure searches in them.

    An hour or more the first time; what is made stays in the folder, and a run that was ended goes on.

    Example: `dovidnyk bench scale --manuals /usr/share/man/uk`
    """
    from eval.scale.command import Order as ScaleOrder
    from eval.scale.command import scale_command

    scale_command(ScaleOrder(tuple(manuals), passages, copies, questions), out, as_json=as_json)


@bench_app.command("faults")
def bench_faults(
    rows: Annotated[
        list[str] | None,
        typer.Argument(
            help="soak, overload, kills, damage, schemathesis, fuzzing; all unless named", show_default=False
        ),
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(min=0.05, max=600, help="of load in each row", show_default=False)
    ] = None,
    times: Annotated[
        int | None, typer.Option(min=1, max=100_000, help="that each fault is made", show_default=False)
    ] = None,
    seed: Annotated[int, typer.Option(help="draws questions, moments and places")] = 20210801,
    again: Annotated[bool, typer.Option("--again", help="run rows that are finished in the folder, too")] = False,
    out: Annotated[
        Path | None, typer.Option(help="folder of the results; default: `var/faults`", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")] = False,
) -> None:
    """Try what the service promises under load, faults and damage, on servers of its own.

    Examples: `dovidnyk bench faults` · `dovidnyk bench faults soak --minutes 1` · `dovidnyk bench faults kills --again`
    """
    _needs("eval", "psutil")
    from eval.faults.command import Order, faults_command

    faults_command(Order(rows or (), seed, minutes, times, again), out, as_json=as_json)


def _mount_eval() -> None:
    """Add `dovidnyk eval` where its extra is installed and another command isn't meant.

    Its libraries take 100 MB and a second to load, which a server must not pay for.
    """
    names = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    names |= {group.name for group in app.registered_groups if group.name}
    if sys.argv[1:2] and sys.argv[1] in names:
        return
    if importlib.util.find_spec("pytrec_eval"):
        from eval.cli import app as eval_app

        app.add_typer(eval_app, name="eval", help="Measure how good the answers are.")


def _needs(extra: str, module: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise DovidnykError(f"this command needs the extra '{extra}': pip install 'dovidnyk[{extra}]'")


def _show_progress(items: Iterable[T], count: int, what: str, /) -> Iterable[T]:
    return track(items, f"encoding {what}", total=count, console=_ERRORS, disable=not _ERRORS.is_terminal)


def main() -> None:
    """Run the command line; an error that a person can mend is one line, not a traceback."""
    _mount_eval()
    try:
        app()
    except DovidnykError as error:
        _ERRORS.print(f"dovidnyk: {error}", markup=False)
        sys.exit(EXIT_BAD_INPUT)
    except OSError as error:
        advice = (
            "free some space and run this again"
            if error.errno == errno.ENOSPC
            else "see that it can be used, then run this again"
        )
        _ERRORS.print(
            f"dovidnyk: {error.filename or 'the system'}: {os.strerror(error.errno or 0)}; {advice}", markup=False
        )
        sys.exit(EXIT_SYSTEM)
