"""The measures of a run over a foreign corpus, where grade 1 is relevant, with intervals over queries.

Formulas and code are those of `eval.measures.retrieval`, which judges the guide's own questions from grade 2 on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from numpy.typing import NDArray

from eval.intervals import RESAMPLES, percentile_interval, resample_weights
from eval.measures.retrieval import RUN_DEPTH, Judgements, Ranking, strictly_falling

_MEASURES = {
    "MRR@10": RR,
    "nDCG@10": nDCG @ 10,
    "recall@5": R @ 5,
    "recall@100": R @ 100,
    "success@1": Success @ 1,
    "success@3": Success @ 3,
}
NAMES = tuple(_MEASURES)
_RESAMPLES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure's mean over queries and its 95 % bootstrap interval."""

    value: float
    interval: tuple[float, float]


def figures(rankings: Mapping[str, Ranking], judgements: Judgements) -> dict[str, Figure]:
    """Each measure over the judged queries; a query without a ranking counts 0.

    Args:
        rankings: query id to documents, best first.
        judgements: query id to grades by document, from 1.
    """
    values = _values(rankings, judgements)
    resampled = _resampled_means(list(judgements), values)
    found = {}
    for column, name in enumerate(NAMES):
        value = float(values[:, column].mean())
        found[name] = Figure(value, percentile_interval(resampled[:, column]) or (value, value))
    return found


def _values(rankings: Mapping[str, Ranking], judgements: Judgements) -> NDArray[np.float64]:
    """A row a query, a column a measure; the reciprocal rank from the run cut to 10."""
    row_of = {query: row for row, query in enumerate(judgements)}
    grades = {query: dict(documents) for query, documents in judgements.items()}
    values = np.zeros((len(row_of), len(NAMES)))
    whole = {query: dict(strictly_falling(ranking)) for query, ranking in rankings.items()}
    cut = {query: dict(strictly_falling(ranking[:RUN_DEPTH])) for query, ranking in rankings.items()}
    for column, name in enumerate(NAMES):
        measure = _MEASURES[name]
        run = cut if measure is RR else whole
        for metric in ir_measures.pytrec_eval.iter_calc([measure], grades, run):
            values[row_of[metric.query_id], column] = metric.value
    return values


def _resampled_means(queries: Sequence[str], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of resamples of the queries, shape `(RESAMPLES, measures)`; few resamples are in memory at once."""
    blocks = [
        resample_weights(queries, _RESAMPLES_AT_ONCE, seed) @ values / len(queries)
        for seed in range(RESAMPLES // _RESAMPLES_AT_ONCE)
    ]
    return np.concatenate(blocks)
