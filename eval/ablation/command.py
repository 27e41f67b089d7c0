"""`dovidnyk eval ablation`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from eval.ablation.variants import variants
from eval.console import JsonOption, exit_codes, output_console, print_json, progress_over, say
from eval.question_sets import Split, read_split
from eval.run.command import QuestionsOption, SplitOption
from eval.run.opening import new_folder, open_questions
from eval.run.runner import run, start
from eval.tables import plain_table, with_interval
from search.encoder import Encoder
from search.opening import open_build
from search.settings import read_settings

_SHOWN = ("success@1", "success@3", "MRR@10", "AUROC")


@exit_codes()
def ablation_command(
    split: SplitOption = Split.DEV,
    questions: QuestionsOption = None,
    out: Annotated[
        Path | None, typer.Option(help="folder for the runs; default: var/runs/TIME-ablation", show_default=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the whole engine and the engine without each of its parts; each is kept as a run to compare with.

    The last column is the median of a search in milliseconds, without the encoding.
    """
    settings = read_settings()
    asked = open_questions(split, questions, settings)
    build = open_build(settings)
    encoder = Encoder(settings.var / "encoders" / build.manifest.encoder.folder, settings.threads)
    folder = out or new_folder("ablation", settings)
    say("fitting the asked leg without its words, and without its vectors")
    table = plain_table("95 % bootstrap intervals over groups of questions", "system", *_SHOWN, "p50, ms")
    figures = {}
    for place, variant in enumerate(variants(build, encoder, read_split(Split.TRAIN, settings.corpus).questions)):
        kept = folder / f"{place}-{variant.name.strip('… ').replace(' ', '-')}"
        config = start(kept, asked, variant, settings)
        summary = run(kept, config, asked, variant, partial(progress_over, what=variant.name)).summary
        shown = (with_interval(summary.measures[name]) for name in _SHOWN)
        table.add_row(variant.name, *shown, f"{variant.p50:.2f}")
        figures[variant.name] = summary.as_object() | {"milliseconds": round(variant.p50, 3)}
    if as_json:
        print_json(figures)
    else:
        output_console(as_json=False).print(table, markup=False)
    say(f"runs: {folder}")
