"""`dovidnyk eval answers`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from eval.answers.fit import fit_weights, observe
from eval.answers.right_sections import RightSectionAsker
from eval.console import JsonOption, exit_codes, output_console, print_json, progress_over, say
from eval.question_sets import Split, read_split
from eval.run.command import QuestionsOption, SplitOption
from eval.run.opening import new_folder, open_questions
from eval.run.runner import run, start
from eval.tables import print_summary
from search.encoder import Encoder
from search.opening import open_build, open_engine
from search.settings import Settings, read_settings


@exit_codes()
def answers_command(
    split: SplitOption = Split.DEV,
    questions: QuestionsOption = None,
    fit: Annotated[
        bool, typer.Option("--fit", help="fit the weights of answers.toml on the training questions instead")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="folder of the run; default: var/runs/TIME-answers", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say how good answers are where the right sections are given: what is left to blame is not the ranking.

    Examples:

    - `dovidnyk eval answers` (dev)
    - `dovidnyk eval answers --fit` (prints `[weights]` for `corpus/uk/answers.toml`)
    """
    settings = read_settings()
    if fit:
        _fit(settings, as_json=as_json)
        return
    asked = open_questions(split, questions, settings)
    asker = RightSectionAsker(open_engine(settings), asked.questions)
    folder = out or new_folder("answers", settings)
    config = start(folder, asked, asker, settings)
    finished = run(folder, config, asked, asker, partial(progress_over, what=f"asking {asked.name}"))
    if as_json:
        print_json(finished.summary.as_object())
    else:
        print_summary(finished.summary, output_console(as_json=False))
    say(f"run: {folder}")


def _fit(settings: Settings, *, as_json: bool) -> None:
    build = open_build(settings)
    encoder = Encoder(settings.var / "encoders" / build.manifest.encoder.folder, settings.threads)
    choices, names = observe(build, encoder, read_split(Split.TRAIN, settings.corpus).questions)
    weights = fit_weights(choices, names)
    if as_json:
        print_json({"n": len(choices), "weights": weights})
        return
    typer.echo("[weights]")
    for name, weight in weights.items():
        typer.echo(f"{name} = {weight}")
