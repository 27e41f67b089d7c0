"""How well sections are ranked: success, reciprocal rank, recall, discounted gain.

Computed by trec_eval's code (Van Gysel and de Rijke, "Pytrec_eval: An Extremely Fast Python Interface to trec_eval",
SIGIR 2018) through ir-measures (MacAvaney, Macdonald and Ounis, "Streamlining Evaluation with ir-measures", ECIR
2022), a section being relevant from grade 2 on:

- success@k: 1 where a relevant section stands among the first k.
- MRR@10: one over the rank of the first relevant section (Voorhees, TREC-8 Question Answering Track, 1999), in the run
  cut to 10.
- recall@5: the share of relevant sections among the first 5.
- nDCG@k: discounted cumulated gain (Järvelin and Kekäläinen, TOIS 2002) with the grades as linear gains and log2 of
  rank + 1 as discount, over that of the best order.
"""

from collections.abc import Mapping, Sequence

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG

RELEVANT_FROM = 2
RUN_DEPTH = 10

_MEASURES = {
    "success@1": Success(rel=RELEVANT_FROM) @ 1,
    "success@3": Success(rel=RELEVANT_FROM) @ 3,
    "MRR@10": RR(rel=RELEVANT_FROM),
    "recall@5": R(rel=RELEVANT_FROM) @ 5,
    "nDCG@5": nDCG @ 5,
    "nDCG@10": nDCG @ 10,
}
_NAMES = {measure: name for name, measure in _MEASURES.items()}
_LEAST_GAP = np.float32(1e-9)

Ranking = Sequence[tuple[str, float]]
Judgements = Mapping[str, Mapping[str, int]]


def in_order(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    """Sections by falling score; ties settled by section id."""
    return sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))


def strictly_falling(ranking: Ranking) -> list[tuple[str, float]]:
    """The same order with scores that fall at each step, in the single precision that trec_eval reads.

    trec_eval orders by score alone and settles ties its own way; with equal scores it would judge another order than
    the one that was shown.
    """
    falling: list[tuple[str, float]] = []
    above = np.float32(np.inf)
    for section, score in ranking:
        here = np.float32(score)
        if here >= above:
            here = np.float32(above - max(np.spacing(np.abs(above)), _LEAST_GAP))
        falling.append((section, float(here)))
        above = here
    return falling


def retrieval_values(rankings: Mapping[str, Ranking], judgements: Judgements) -> dict[str, dict[str, float]]:
    """Each measure of each judged question.

    Args:
        rankings: question id to sections, best first; a judged question that is missing counts 0.
        judgements: question id to grades by section; only these questions are measured.

    Returns:
        Measure name to value by question id.
    """
    values = {name: dict.fromkeys(judgements, 0.0) for name in _MEASURES}
    run = {question: dict(strictly_falling(ranking[:RUN_DEPTH])) for question, ranking in rankings.items()}
    grades = {question: dict(sections) for question, sections in judgements.items()}
    for metric in ir_measures.pytrec_eval.iter_calc(list(_NAMES), grades, run):
        values[_NAMES[metric.measure]][metric.query_id] = float(metric.value)
    return values


def first_relevant_rank(ranking: Sequence[str], relevant: Mapping[str, int]) -> int | None:
    """Rank from 1 of the first section of grade 2 or more, or `None` where none was shown."""
    return next(
        (rank for rank, section in enumerate(ranking, 1) if relevant.get(section, 0) >= RELEVANT_FROM),
        None,
    )
