"""Two runs, measure by measure: difference, interval, significance, wins and losses, and what n can show."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from pydantic import BaseModel, ConfigDict
from scipy.stats import norm

from eval.compare.significance import PERMUTATIONS, holm, randomisation_p
from eval.errors import EvalError
from eval.intervals import LEVEL, percentile_interval, resample_weights
from eval.judged import Judged
from eval.measures.aggregate import Array
from eval.measures.catalogue import MEASURES, Better, Measure

POWER = 0.8
_DIGITS = 6
_SAME = 1e-9


class Difference(BaseModel):
    """A measure in two runs.

    Attributes:
        difference: after minus before; `interval` is its 95 % bootstrap interval over groups.
        p, p_holm: of the randomisation test over groups, alone and corrected for the number of measures.
        better: whether the difference is for the better; `None` where there is none, or no better way.
        wins, ties, losses: questions where after is better, the same, worse; `None` where questions have no value of
            their own.
        smallest: the smallest difference that these questions would show in four of five such comparisons, from the
            bootstrap's standard error; `None` where the runs don't differ at all.
    """

    model_config = ConfigDict(frozen=True)

    n: int
    before: float
    after: float
    difference: float
    interval: tuple[float, float] | None
    p: float
    p_holm: float
    better: bool | None
    wins: int | None
    ties: int | None
    losses: int | None
    smallest: float | None


def paired(before: Judged, after: Judged) -> tuple[Judged, Judged]:
    """The questions that both runs hold, in the same order.

    Raises:
        EvalError: they have none in common.
    """
    places = {question: place for place, question in enumerate(after.ids)}
    common = [(place, places[question]) for place, question in enumerate(before.ids) if question in places]
    if not common:
        raise EvalError("the two runs have no question in common; compare runs over the same questions")
    left, right = np.array(common, dtype=np.intp).T
    return before.take(left), after.take(right)


def compare(
    before: Judged, after: Judged, names: Sequence[str] = tuple(MEASURES), permutations: int = PERMUTATIONS
) -> dict[str, Difference]:
    """Compare two runs over the same questions, in each of the measures that have data in both.

    Args:
        before, after: as `paired` gives them.
        names: the measures to compare; the correction is for their number.
    """
    before, after = _to_digits(before), _to_digits(after)
    weights = resample_weights(before.groups)
    even = np.ones(len(before.ids))
    with_data = [
        name
        for name in names
        if not any(np.isnan(MEASURES[name].aggregate(run.values[name], even)) for run in (before, after))
    ]
    p_values = {
        name: randomisation_p(
            MEASURES[name].aggregate, before.values[name], after.values[name], before.groups, permutations
        )
        for name in with_data
    }
    corrected = holm(p_values)
    return {
        name: _difference(
            MEASURES[name], before.values[name], after.values[name], weights, p_values[name], corrected[name]
        )
        for name in with_data
    }


def _to_digits(judged: Judged) -> Judged:
    """The same to six digits: what is below is rounding, and rounding all one way would look significant."""
    return replace(judged, values={name: np.round(values, _DIGITS) for name, values in judged.values.items()})


def _difference(measure: Measure, before: Array, after: Array, weights: Array, p: float, p_holm: float) -> Difference:
    even = np.ones(len(before))
    one, other = float(measure.aggregate(before, even)), float(measure.aggregate(after, even))
    resampled = measure.aggregate(after, weights) - measure.aggregate(before, weights)
    spread = float(np.nanstd(resampled, ddof=1))
    needed = float(norm.ppf((1 + LEVEL) / 2) + norm.ppf(POWER))
    wins, ties, losses = _wins_ties_losses(measure, before, after)
    return Difference(
        n=int((~np.isnan(before[:, 0]) | ~np.isnan(after[:, 0])).sum()),
        before=one,
        after=other,
        difference=other - one,
        interval=percentile_interval(resampled),
        p=p,
        p_holm=p_holm,
        better=_is_better(measure, other - one),
        wins=wins,
        ties=ties,
        losses=losses,
        smallest=needed * spread if spread > _SAME else None,
    )


def _is_better(measure: Measure, difference: float) -> bool | None:
    if measure.better is Better.NEITHER or abs(difference) < _SAME:
        return None
    return (difference > 0) == (measure.better is Better.HIGHER)


def _wins_ties_losses(measure: Measure, before: Array, after: Array) -> tuple[int | None, int | None, int | None]:
    if measure.columns > 1 or measure.better is Better.NEITHER:
        return None, None, None
    change = (after[:, 0] - before[:, 0]) * (1 if measure.better is Better.HIGHER else -1)
    both = ~np.isnan(change)
    return (
        int((change[both] > _SAME).sum()),
        int((abs(change[both]) <= _SAME).sum()),
        int((change[both] < -_SAME).sum()),
    )
