"""How sure a figure is: a bootstrap over groups of questions.

Efron and Tibshirani, "An Introduction to the Bootstrap" (1993): whole groups are drawn with replacement, because
questions that ask the same in other words are right or wrong together; the interval is between percentiles of the
figures of the resamples. Where all groups agree the interval is one point: that says nothing about other questions,
so n stands beside every interval.
"""

from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from eval.judged import Judged
from eval.measures.aggregate import Array
from eval.measures.catalogue import Measure

RESAMPLES = 2000
LEVEL = 0.95
_SEED = 20220301


class Estimate(BaseModel):
    """A figure with its interval, and the number of questions that it is over; `value` is `None` without data."""

    model_config = ConfigDict(frozen=True)

    value: float | None
    interval: tuple[float, float] | None
    n: int


def resample_weights(groups: Sequence[str], resamples: int = RESAMPLES, seed: int = _SEED) -> Array:
    """How often each question stands in each resample, shape `(resamples, n)`; the same seed gives the same."""
    names, place = np.unique(np.asarray(groups), return_inverse=True)
    count = len(names)
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=resamples)
    weights: Array = drawn[:, place].astype(np.float64)
    return weights


def percentile_interval(figures: Array) -> tuple[float, float] | None:
    """The middle 95 % of the resamples' figures, those without data left out; `None` where all are without."""
    found = figures[~np.isnan(figures)]
    if not len(found):
        return None
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def estimate(measure: Measure, judged: Judged, weights: Array) -> Estimate:
    """A measure's figure over a run, with its interval.

    Args:
        weights: of `resample_weights` for the run's groups.
    """
    values = judged.values[measure.name]
    n = int((~np.isnan(values[:, 0])).sum())
    value = float(measure.aggregate(values, np.ones(len(values)))) if n else np.nan
    if np.isnan(value):
        return Estimate(value=None, interval=None, n=n)
    return Estimate(value=value, interval=percentile_interval(measure.aggregate(values, weights)), n=n)
