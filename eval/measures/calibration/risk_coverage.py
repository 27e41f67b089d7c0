"""The risk-coverage curve: how often an answer is wrong, if only the most confident share of questions is answered.

El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification" (JMLR 2010); its area (AURC) after
Geifman, Uziel and El-Yaniv, "Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers" (ICLR 2019). A question
is a loss where its first section is not relevant, or where nothing in the guide answers it. Questions of equal
confidence are answered together or not at all.
"""

from dataclasses import dataclass

import numpy as np

from eval.measures.aggregate import Array, ratio
from eval.measures.calibration.ties import SortedRows, at, sort_rows


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """At least this confidence: the share of questions that have it, and the share of those that are wrong."""

    confidence: float
    coverage: float
    risk: float


def aurc(values: Array, weights: Array) -> Array:
    """Area under the curve, of the columns confidence and loss; less is better."""
    confidence, loss = values[..., 0], values[..., 1]
    defined = ~np.isnan(confidence)
    weight = np.where(defined, weights, 0.0)
    rows = _most_confident_first(confidence)
    covered, risk = _curve(rows, weight, np.where(defined, loss, 0.0))
    weight = rows.arrange(weight)
    return ratio((weight * np.nan_to_num(risk)).sum(axis=-1), covered[..., -1])


def risk_coverage(confidence: Array, loss: Array) -> list[CurvePoint]:
    """The curve of one run, one point a different confidence, the greatest first."""
    if not len(confidence):
        return []
    rows = _most_confident_first(confidence)
    covered, risk = _curve(rows, np.ones_like(confidence), loss)
    ordered = rows.arrange(confidence)
    return [
        CurvePoint(float(ordered[place]), float(covered[place] / len(confidence)), float(risk[place]))
        for place in np.unique(rows.last)
    ]


def _most_confident_first(confidence: Array) -> SortedRows:
    return sort_rows(-confidence)


def _curve(rows: SortedRows, weight: Array, loss: Array) -> tuple[Array, Array]:
    """What is covered and the risk at each entry, its equals included."""
    covered = at(np.cumsum(rows.arrange(weight), axis=-1), rows.last)
    lost = at(np.cumsum(rows.arrange(weight * loss), axis=-1), rows.last)
    return covered, ratio(lost, covered)
