"""`dovidnyk eval calibrate`."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
import typer

from eval.calibrate.evidence import Observation, answerable, observe
from eval.calibrate.logistic import fit, of_the_asked_leg, of_the_legs
from eval.calibrate.thresholds import Bounds, Thresholds, choose, choose_chapter_from
from eval.console import JsonOption, exit_codes, print_json, progress_over, say
from eval.measures.aggregate import Array
from eval.measures.calibration.auroc import auroc
from eval.measures.calibration.reliability import expected_calibration_error, reliability_bins
from eval.question_sets import Split, read_split
from search.calibration import AskedCalibration, Calibration, UnaskedCalibration
from search.encoder import Encoder
from search.engine import Engine
from search.opening import open_build
from search.questions import Question
from search.settings import read_settings

Figures = dict[str, float | None]

_BOUNDS = Bounds(false_answers=0.05, false_refusals=0.03, uncertain=0.06)
_BOUNDS_UNASKED = Bounds(false_answers=0.10, false_refusals=0.06, uncertain=0.40)
_DIGITS = 4
_HEADER = """\
# How scores become a probability of an answer, and which outcome follows (search/calibration.py says what each number
# is). Written by `dovidnyk eval calibrate --write`: log-odds with asked questions fitted on dev, without them on train;
# thresholds chosen on dev; `new_sections` by `dovidnyk eval unasked`.
"""


@exit_codes()
def calibrate_command(
    false_answers: Annotated[float, typer.Option(min=0, max=1, help="bound on dev")] = _BOUNDS.false_answers,
    false_refusals: Annotated[float, typer.Option(min=0, max=1, help="bound on dev")] = _BOUNDS.false_refusals,
    uncertain: Annotated[float, typer.Option(min=0, max=1, help="bound on dev, kept first")] = _BOUNDS.uncertain,
    write: Annotated[bool, typer.Option("--write", help="write it into the corpus folder")] = False,
    as_json: JsonOption = False,
) -> None:
    """Fit the confidence, choose the thresholds on dev, and print a new `calibration.toml`.

    Example: `dovidnyk eval calibrate --write && dovidnyk ingest` (the calibration is part of a build)
    """
    settings = read_settings()
    build = open_build(settings)
    encoder = Encoder(settings.var / "encoders" / build.manifest.encoder.folder, settings.threads)
    train, dev = (read_split(split, settings.corpus).questions for split in (Split.TRAIN, Split.DEV))
    asked, asked_figures = _calibrate_asked(
        _observe(Engine(build, encoder), dev, "dev"), Bounds(false_answers, false_refusals, uncertain)
    )
    without = Engine(build, encoder, with_asked=False)
    unasked, unasked_figures = _calibrate_unasked(
        _observe(without, train, "train without asked questions"), _observe(without, dev, "dev without them")
    )
    calibration = Calibration(
        encoder=encoder.description.id,
        unasked=unasked,
        asked=asked,
        new_sections=build.calibration.new_sections,
    )
    if as_json:
        print_json({"calibration": calibration.model_dump(), "dev": asked_figures, "dev_unasked": unasked_figures})
    else:
        typer.echo(as_toml(calibration), nl=False)
        for name, figures in (("with", asked_figures), ("without", unasked_figures)):
            shown = ", ".join(f"{key} {value:.3f}" for key, value in figures.items() if value is not None)
            say(f"on dev, {name} asked questions: {shown}")
    if write:
        file = settings.corpus / "calibration.toml"
        file.write_text(as_toml(calibration), encoding="utf-8")
        say(f"written: {file}; run 'dovidnyk ingest' to publish it")


def as_toml(calibration: Calibration) -> str:
    """The text of `calibration.toml`."""
    values = calibration.model_dump()
    tables = {name: table for name, table in values.items() if isinstance(table, dict)}
    lines = [f'encoder = "{calibration.encoder}"']
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(f"{key} = {value}" for key, value in table.items())]
    return _HEADER + "\n" + "\n".join(lines) + "\n"


def _calibrate_asked(dev: Sequence[Observation], bounds: Bounds) -> tuple[AskedCalibration, Figures]:
    bias, odds = fit(dev, of_the_asked_leg)
    start = AskedCalibration(bias=bias, odds=odds, chapter_from=0, answered_from=1, refused_below=0)
    confidence = np.array([start.confidence(one.evidence.asked or 0.0) for one in dev])
    thresholds = choose(confidence, answerable(dev), bounds)
    chapter_from = min(max(choose_chapter_from(dev), 0.0), 1.0)
    calibration = start.model_copy(update=_kept(thresholds) | {"chapter_from": chapter_from})
    return calibration, _figures(confidence, answerable(dev), thresholds)


def _calibrate_unasked(train: Sequence[Observation], dev: Sequence[Observation]) -> tuple[UnaskedCalibration, Figures]:
    bias, lead, share = fit(train, of_the_legs)
    start = UnaskedCalibration(bias=bias, lead=lead, share=share, topic_from=0, answered_from=1, refused_below=0)
    confidence = np.array([start.confidence(one.evidence) for one in dev])
    thresholds = choose(confidence, answerable(dev), _BOUNDS_UNASKED)
    calibration = start.model_copy(update=_kept(thresholds) | {"topic_from": choose_chapter_from(dev)})
    return calibration, _figures(confidence, answerable(dev), thresholds)


def _kept(thresholds: Thresholds) -> dict[str, float]:
    """The thresholds as probabilities."""
    return {
        "answered_from": min(max(thresholds.answered_from, 0.0), 1.0),
        "refused_below": min(max(thresholds.refused_below, 0.0), 1.0),
    }


def _observe(engine: Engine, questions: Sequence[Question], name: str) -> list[Observation]:
    return observe(engine, progress_over(questions, f"asking {name}"))


def _figures(confidence: Array, labels: Array, thresholds: Thresholds) -> Figures:
    area = float(auroc(np.stack([confidence, labels], axis=1), np.ones(len(labels))))
    return {
        "false_answers": round(thresholds.false_answers, _DIGITS),
        "false_refusals": round(thresholds.false_refusals, _DIGITS),
        "uncertain": round(thresholds.uncertain, _DIGITS),
        "AUROC": None if np.isnan(area) else round(area, _DIGITS),
        "expected_calibration_error": expected_calibration_error(reliability_bins(confidence, labels)),
    }
