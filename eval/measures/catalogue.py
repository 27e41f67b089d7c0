"""All measures by name: what each says, which way is better, and how questions' values become one figure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from eval.measures.aggregate import Array, weighted_mean, weighted_median
from eval.measures.calibration.auroc import auroc
from eval.measures.calibration.risk_coverage import aurc

Aggregate = Callable[[Array, Array], Array]


class Better(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure.

    Attributes:
        says: what it says, in one line for a reader of tables.
        aggregate: from values `(..., n, columns)` and weights `(..., n)` to `(...)`.
        columns: 1 where a question has a value of its own; 2 where the figure compares questions.
    """

    name: str
    says: str
    better: Better = Better.HIGHER
    aggregate: Aggregate = weighted_mean
    columns: int = 1
    is_share: bool = True


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("success@1", "the first section is relevant (grade 2 or 3)"),
        Measure("success@3", "a relevant section is among the first three"),
        Measure("MRR@10", "one over the rank of the first relevant section, within ten"),
        Measure("nDCG@5", "graded gain of the first five, against the best order"),
        Measure("nDCG@10", "graded gain of the first ten, against the best order"),
        Measure("recall@5", "share of the relevant sections among the first five"),
        Measure("AUROC", "how well confidence tells answerable from unanswerable", aggregate=auroc, columns=2),
        Measure("AURC", "risk of a wrong first section over all coverages", Better.LOWER, aggregate=aurc, columns=2),
        Measure("false_answers", "unanswerable questions that were answered", Better.LOWER),
        Measure("false_refusals", "answerable questions that were refused", Better.LOWER),
        Measure("uncertain", "questions without a claim either way", Better.LOWER),
        Measure("chapter_accuracy", "questions for an absent chapter that were sent to it"),
        Measure("facts", "facts shown, where an answer was given"),
        Measure("facts_all", "facts shown, over all questions that have facts"),
        Measure("citation_precision", "quotes that lie in a relevant section"),
        Measure("citation_recall", "sections to read that are quoted"),
        Measure("quotes_verbatim", "quotes that are the guide's own text at their place"),
        Measure("links_right", "first results whose own links are those printed there"),
        Measure(
            "answer_length",
            "median characters of an answer",
            Better.NEITHER,
            aggregate=weighted_median,
            is_share=False,
        ),
    )
}
