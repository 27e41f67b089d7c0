"""`dovidnyk eval unasked`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.table import Table

from eval.console import JsonOption, exit_codes, output_console, print_json, progress_over, say
from eval.measures.retrieval import first_relevant_rank
from eval.question_sets import Split, read_split
from eval.unasked.folds import Point, as_absent, halves, points_of, without
from eval.unasked.gate import Seen, fit_gate
from eval.unasked.trial import Trial
from ingest.asked import Reader
from search.asked import AskedModel
from search.calibration import NewSections
from search.encoder import Encoder
from search.opening import open_build
from search.questions import Question
from search.ranking import Ranking
from search.repair import Repairer
from search.settings import read_settings

_DIGITS = 4
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Found:
    """The place of the first right section for each dev question of a point, counted from 1; `None` for none.

    Attributes:
        asked: with the point's questions in the asked leg, as it is shipped.
        as_chapter: with them labelled by their chapter alone, as they are while it is absent.
        unasked: without them.
        legs: without any asked question.
    """

    asked: list[int | None]
    as_chapter: list[int | None]
    unasked: list[int | None]
    legs: list[int | None]


@exit_codes()
def unasked_command(as_json: JsonOption = False) -> None:
    """Leave each point of the guide out of the asked questions in turn, and ask the dev questions about it.

    The numbers by which new sections compete with others are fitted on train, without the point that is asked about;
    those fitted on all points are printed for `[new_sections]` of calibration.toml.
    """
    settings = read_settings()
    build = open_build(settings)
    encoder = Encoder(settings.var / "encoders" / build.manifest.encoder.folder, settings.threads)
    train, dev = (read_split(split, settings.corpus).questions for split in (Split.TRAIN, Split.DEV))
    reader = Reader(build.analyser, Repairer(build.vocabulary))
    texts = list(dict.fromkeys(reader.read(question.text) for question in (*train, *dev)))
    vectors = encoder.encode_queries(progress_over(texts, "encoding questions"))
    trial = Trial(build, reader, dict(zip(texts, vectors, strict=True)))
    points = points_of(build.guide)
    say("fitting the numbers for new sections on halves of train")
    seen = {point.id: _seen(trial, train, point) for point in progress_over(points, "points")}
    gate = fit_gate([one for held in seen.values() for one in held])
    found = {
        point.id: _found(trial, train, dev, point, _fit_without(seen, point))
        for point in progress_over(points, "leaving a point out")
    }
    figures = _figures(found)
    if as_json:
        print_json({"points": figures, "new_sections": gate.model_dump()})
    else:
        output_console(as_json=False).print(_table(figures))
        say("[new_sections] " + ", ".join(f"{key} = {value}" for key, value in gate.model_dump().items()))


def _seen(trial: Trial, train: Sequence[Question], point: Point) -> list[Seen]:
    """What one half of train shows when the asked leg was fitted on the other half without the point."""
    fitted_on, asked = halves(train)
    model = trial.fitted(trial.examples(without(fitted_on, point)))
    questions = [question for question in asked if question.answerable]
    rankings = trial.rankings(model, questions)
    return [
        (ranking.new, point.answers(question))
        for question, ranking in zip(questions, rankings, strict=True)
        if ranking.new is not None
    ]


def _fit_without(seen: dict[str, list[Seen]], point: Point) -> NewSections:
    return fit_gate([one for name, held in seen.items() if name != point.id for one in held])


def _found(trial: Trial, train: Sequence[Question], dev: Sequence[Question], point: Point, gate: NewSections) -> Found:
    questions = [question for question in dev if point.answers(question)]

    def places(model: AskedModel | None) -> list[int | None]:
        return _places(questions, trial.rankings(model, questions, gate))

    return Found(
        asked=places(trial.build.asked),
        as_chapter=places(trial.fitted(as_absent(trial.examples(train), point))),
        unasked=places(trial.fitted(trial.examples(without(train, point)))),
        legs=places(None),
    )


def _places(questions: Iterable[Question], rankings: Iterable[Ranking]) -> list[int | None]:
    return [
        first_relevant_rank([ranked.section.id for ranked in ranking.sections], question.relevant)
        for question, ranking in zip(questions, rankings, strict=True)
    ]


def _figures(found: dict[str, Found]) -> dict[str, dict[str, float]]:
    together = Found(*([place for one in found.values() for place in getattr(one, name)] for name in Found.__slots__))
    return {
        name: {"n": len(one.asked)}
        | {
            f"{system} success@{depth}": round(_success(getattr(one, system), depth), _DIGITS)
            for system in Found.__slots__
            for depth in (1, 3)
        }
        for name, one in {**found, _ALL: together}.items()
    }


def _success(places: Sequence[int | None], depth: int) -> float:
    return float(np.mean([place is not None and place <= depth for place in places])) if places else float("nan")


def _table(figures: dict[str, dict[str, float]]) -> Table:
    table = Table(title="Dev questions about a point: success@1 · success@3", title_justify="left")
    table.add_column("point")
    for column in ("n", "asked", "asked while absent", "never asked", "legs alone"):
        table.add_column(column, justify="right")
    for name, held in figures.items():
        pairs = (f"{held[f'{s} success@1']:.3f} · {held[f'{s} success@3']:.3f}" for s in Found.__slots__)
        table.add_row(name, f"{held['n']:.0f}", *pairs)
    return table
