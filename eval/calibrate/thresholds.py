"""Choosing thresholds: where an answer is claimed, where it is refused, and where another chapter is named."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.calibrate.evidence import Observation
from eval.measures.aggregate import Array

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that is let pass: answers to the unanswerable, refusals of the answerable, and no claim at all."""

    false_answers: float = 0.10
    false_refusals: float = 0.06
    uncertain: float = 0.15


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Two thresholds of confidence with the rates that they give on the questions they were chosen on."""

    answered_from: float
    refused_below: float
    false_answers: float
    false_refusals: float
    uncertain: float


def choose(confidence: Array, answerable: Array, bounds: Bounds) -> Thresholds:
    """The pair that exceeds the bounds of both errors least, within that of `uncertain`.

    Of pairs that exceed them alike, the one with the fewest questions without a claim; of those, the one with the
    fewest errors. Thresholds lie halfway between confidences that occur, so that small differences between processors
    move few questions across.

    Args:
        confidence: shape `(n,)`.
        answerable: 1 or 0, shape `(n,)`; both occur.
    """
    candidates = _between(confidence)
    below = confidence[None, :] < candidates[:, None]
    yes, no = answerable == 1, answerable == 0
    answered_wrongly = (~below[:, no]).mean(axis=1)
    refused_wrongly = below[:, yes].mean(axis=1)
    below_share = below.mean(axis=1)
    unclaimed = below_share[:, None] - below_share[None, :]
    errors = answered_wrongly[:, None] + refused_wrongly[None, :]
    excess = (
        np.maximum(answered_wrongly - bounds.false_answers, 0)[:, None]
        + np.maximum(refused_wrongly - bounds.false_refusals, 0)[None, :]
    )
    allowed = (unclaimed >= 0) & (unclaimed <= bounds.uncertain)
    order = np.lexsort((errors.ravel(), unclaimed.ravel(), excess.ravel(), ~allowed.ravel()))
    answered, refused = np.unravel_index(order[0], unclaimed.shape)
    return Thresholds(
        answered_from=float(candidates[answered]),
        refused_below=float(candidates[refused]),
        false_answers=float(answered_wrongly[answered]),
        false_refusals=float(refused_wrongly[refused]),
        uncertain=float(unclaimed[answered, refused]),
    )


def choose_chapter_from(observations: Sequence[Observation]) -> float:
    """The least score for naming a chapter, with the most unanswerable questions sent where they belong.

    A question for an absent chapter belongs to that chapter, any other to none.
    """
    refused = [one for one in observations if not one.question.answerable]
    scores = np.array([one.chapter_score for one in refused])
    named_rightly = np.array(
        [one.question.chapter is not None and one.chapter == one.question.chapter for one in refused]
    )
    belongs_nowhere = np.array([one.question.chapter is None for one in refused])
    candidates = _between(scores)
    named = scores[None, :] >= candidates[:, None]
    right = (named & named_rightly).sum(axis=1) + (~named & belongs_nowhere).sum(axis=1)
    return float(candidates[int(right.argmax())])


def _between(values: Array) -> Array:
    """Rounded points halfway between neighbouring values, and one beyond each end."""
    distinct = np.unique(values)
    ends = ([distinct[0] - 10**-_DIGITS], [distinct[-1] + 10**-_DIGITS])
    points = np.concatenate([ends[0], (distinct[1:] + distinct[:-1]) / 2, ends[1]])
    rounded: Array = np.unique(np.round(points, _DIGITS))
    return rounded
