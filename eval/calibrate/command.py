"""`dovidnyk eval calibrate`."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
import typer

from eval.calibrate.evidence import Observation, answerable, observe
from eval.calibrate.logistic import fit
from eval.calibrate.thresholds import Bounds, Thresholds, choose, choose_topic_from
from eval.console import JsonOption, exit_codes, print_json, progress_over, say
from eval.measures.aggregate import Array
from eval.measures.calibration.auroc import auroc
from eval.measures.calibration.reliability import expected_calibration_error, reliability_bins
from eval.question_sets import Split, read_split
from search.calibration import Calibration
from search.engine import Engine, open_engine
from search.questions import Question
from search.settings import read_settings

_BOUNDS = Bounds()
_DIGITS = 4
_HEADER = """\
# How scores become a probability of an answer, and which outcome follows: fitted on the training questions, thresholds
# chosen on dev, by `dovidnyk eval calibrate --write`.
"""


@exit_codes()
def calibrate_command(
    false_answers: Annotated[float, typer.Option(min=0, max=1, help="bound on dev")] = _BOUNDS.false_answers,
    false_refusals: Annotated[float, typer.Option(min=0, max=1, help="bound on dev")] = _BOUNDS.false_refusals,
    uncertain: Annotated[float, typer.Option(min=0, max=1, help="bound on dev, kept first")] = _BOUNDS.uncertain,
    write: Annotated[bool, typer.Option("--write", help="write it into the corpus folder")] = False,
    as_json: JsonOption = False,
) -> None:
    """Fit the confidence on train, choose the thresholds on dev, and print a new `calibration.toml`.

    Example: `dovidnyk eval calibrate --write && dovidnyk ingest` (the calibration is part of a build)
    """
    settings = read_settings()
    engine = open_engine(settings.var, settings.threads)
    train, dev = (
        _observe(engine, read_split(split, settings.corpus).questions, split.value)
        for split in (Split.TRAIN, Split.DEV)
    )
    fitted = fit(train, engine.encoder.description.id)
    confidence = np.array([fitted.confidence(one.evidence) for one in dev])
    thresholds = choose(confidence, answerable(dev), Bounds(false_answers, false_refusals, uncertain))
    calibration = fitted.model_copy(
        update={
            "answered_from": min(max(thresholds.answered_from, 0.0), 1.0),
            "refused_below": min(max(thresholds.refused_below, 0.0), 1.0),
            "topic_from": choose_topic_from(dev),
        }
    )
    figures = _figures(confidence, answerable(dev), thresholds)
    if as_json:
        print_json({"calibration": calibration.model_dump(), "dev": figures})
    else:
        typer.echo(as_toml(calibration), nl=False)
        say("on dev: " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items() if value is not None))
    if write:
        file = settings.corpus / "calibration.toml"
        file.write_text(as_toml(calibration), encoding="utf-8")
        say(f"written: {file}; run 'dovidnyk ingest' to publish it")


def as_toml(calibration: Calibration) -> str:
    """The text of `calibration.toml`."""
    values = calibration.model_dump()
    lines = (f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value}" for name, value in values.items())
    return _HEADER + "\n" + "\n".join(lines) + "\n"


def _observe(engine: Engine, questions: Sequence[Question], name: str) -> list[Observation]:
    return observe(engine, progress_over(questions, f"asking {name}"))


def _figures(confidence: Array, labels: Array, thresholds: Thresholds) -> dict[str, float | None]:
    area = float(auroc(np.stack([confidence, labels], axis=1), np.ones(len(labels))))
    return {
        "false_answers": round(thresholds.false_answers, _DIGITS),
        "false_refusals": round(thresholds.false_refusals, _DIGITS),
        "uncertain": round(thresholds.uncertain, _DIGITS),
        "AUROC": None if np.isnan(area) else round(area, _DIGITS),
        "expected_calibration_error": expected_calibration_error(reliability_bins(confidence, labels)),
    }
