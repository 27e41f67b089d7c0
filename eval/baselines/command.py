"""`dovidnyk eval baselines`."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from eval.baselines.plain import plain_systems
from eval.baselines.txtai_system import has_txtai, txtai_systems
from eval.console import JsonOption, exit_codes, output_console, print_json, progress_over, say
from eval.question_sets import QuestionSet, Split
from eval.run.asker import Asker
from eval.run.command import QuestionsOption, SplitOption
from eval.run.local import LocalAsker
from eval.run.opening import new_folder, open_questions
from eval.run.runner import run, start
from eval.tables import print_side_by_side
from search.engine import Engine
from search.opening import open_engine
from search.settings import Settings, read_settings

OURS = "dovidnyk"


@exit_codes()
def baselines_command(
    split: SplitOption = Split.DEV,
    questions: QuestionsOption = None,
    txtai: Annotated[bool, typer.Option(help="measure txtai too, where it is installed")] = True,
    txtai_python: Annotated[
        Path | None, typer.Option(help="interpreter that has txtai; default: this one", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="folder for the runs; default: var/runs/TIME-baselines", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure simpler systems and the one that is shipped, side by side; each is kept as a run to compare with.

    Examples:

    - `dovidnyk eval baselines`
    - `dovidnyk eval baselines --split test --txtai-python /opt/txtai/bin/python`
    """
    settings = read_settings()
    asked = open_questions(split, questions, settings)
    engine = open_engine(settings)
    folder = out or new_folder("baselines", settings)
    summaries = {}
    for name, system in _systems(engine, asked, settings, txtai_python, with_txtai=txtai):
        config = start(folder / name, asked, system, settings)
        finished = run(folder / name, config, asked, system, partial(progress_over, what=name))
        summaries[name] = finished.summary
    if as_json:
        print_json({name: summary.as_object() for name, summary in summaries.items()})
    else:
        print_side_by_side(summaries, output_console(as_json=False))
    say(f"runs: {folder}")


def _systems(
    engine: Engine, asked: QuestionSet, settings: Settings, python: Path | None, *, with_txtai: bool
) -> Iterator[tuple[str, Asker]]:
    for system in plain_systems(engine):
        yield system.source, system
    if with_txtai and has_txtai(python):
        from ingest.encoder import source_folder

        say("txtai: indexing and asking, twice; this takes a minute or two")
        model = source_folder(settings.model, settings.var)
        texts = [question.text for question in asked.questions]
        for txtai in txtai_systems(engine.build.guide, texts, model, python):
            yield txtai.source, txtai
    elif with_txtai:
        say(
            "txtai isn't installed and is left out: pip install 'dovidnyk[baselines]', or name an interpreter that has "
            "it with --txtai-python"
        )
    yield OURS, LocalAsker(engine)
