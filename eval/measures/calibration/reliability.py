"""Whether confidences mean what they say: reliability bins and the expected calibration error.

DeGroot and Fienberg, "The Comparison and Evaluation of Forecasters" (1983), for the diagram; Naeini, Cooper and
Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning" (AAAI 2015), for the error.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.measures.aggregate import Array

BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Questions of like confidence: how many, their mean confidence, and the share that the guide answers."""

    low: float
    high: float
    n: int
    confidence: float
    answerable: float


def reliability_bins(confidence: Array, answerable: Array, bins: int = BINS) -> list[ReliabilityBin]:
    """The non-empty ones of bins of equal width over [0, 1].

    Args:
        confidence: probabilities, shape `(n,)`.
        answerable: 1 where the guide answers, else 0, shape `(n,)`.
    """
    place = np.clip((confidence * bins).astype(int), 0, bins - 1)
    found = []
    for index in range(bins):
        inside = place == index
        if inside.any():
            found.append(
                ReliabilityBin(
                    low=index / bins,
                    high=(index + 1) / bins,
                    n=int(inside.sum()),
                    confidence=float(confidence[inside].mean()),
                    answerable=float(answerable[inside].mean()),
                )
            )
    return found


def expected_calibration_error(bins: Sequence[ReliabilityBin]) -> float | None:
    """The distance of confidence and share, weighted by how many questions each bin holds; `None` without any."""
    total = sum(part.n for part in bins)
    if not total:
        return None
    return sum(part.n * abs(part.confidence - part.answerable) for part in bins) / total
