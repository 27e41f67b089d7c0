"""Whether a difference could be chance: a paired randomisation test over groups, and a correction for many tests.

Smucker, Allan and Carterette, "A Comparison of Statistical Significance Tests for Information Retrieval Evaluation"
(CIKM 2007): under the null hypothesis it is chance which of two runs an answer came from, so the runs are exchanged in
randomly chosen groups of questions (whole groups, as their questions aren't independent). The p-value (b+1)/(m+1)
counts the observed labelling too (Phipson and Smyth, "Permutation P-values Should Never Be Zero", 2010).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from eval.measures.aggregate import Array
from eval.measures.catalogue import Aggregate

PERMUTATIONS = 10_000
_SEED = 20210801
_BATCH = 500
_ROUNDING = 1e-12


def randomisation_p(
    aggregate: Aggregate,
    before: Array,
    after: Array,
    groups: Sequence[str],
    permutations: int = PERMUTATIONS,
    seed: int = _SEED,
) -> float:
    """Two-sided p-value of the difference of two runs' figures.

    Args:
        before, after: values of the same questions in the two runs, shape `(n, columns)`.
        groups: the group of each question.
    """
    if np.array_equal(before, after, equal_nan=True):
        return 1.0
    names, place = np.unique(np.asarray(groups), return_inverse=True)
    even = np.ones(len(before))
    observed = abs(float(aggregate(after, even) - aggregate(before, even)))
    random = np.random.default_rng(seed)
    as_great = 0
    for begin in range(0, permutations, _BATCH):
        size = min(_BATCH, permutations - begin)
        exchanged = random.integers(0, 2, size=(size, len(names)), dtype=np.int8)[:, place, None] == 1
        first = np.where(exchanged, after, before)
        second = np.where(exchanged, before, after)
        difference = np.abs(np.nan_to_num(aggregate(second, even) - aggregate(first, even)))
        as_great += int((difference >= observed - _ROUNDING).sum())
    return (as_great + 1) / (permutations + 1)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """p-values adjusted for their number: each by how many are as great or greater, never falling, at most 1.

    Holm, "A Simple Sequentially Rejective Multiple Test Procedure" (1979).
    """
    adjusted: dict[str, float] = {}
    least = 0.0
    for place, name in enumerate(sorted(p_values, key=lambda key: p_values[key])):
        least = max(least, min(1.0, p_values[name] * (len(p_values) - place)))
        adjusted[name] = least
    return {name: adjusted[name] for name in p_values}
