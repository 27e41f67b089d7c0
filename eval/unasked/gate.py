"""Fitting the numbers by which sections that nobody has asked about compete with those that were."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.errors import EvalError
from search.calibration import NewEvidence, NewSections, log_odds

_WEAK_PENALTY = 1e4
_DIGITS = 4

Seen = tuple[NewEvidence, bool]
"""What was seen of an answerable question, and whether a new section answers it."""


def fit_gate(seen: Sequence[Seen]) -> NewSections:
    """The numbers that make what was seen likeliest; either kind of question weighs as much as the other.

    Raises:
        EvalError: the questions are all of one kind.
    """
    labels = [new for _, new in seen]
    if len(set(labels)) < 2:
        raise EvalError("expected questions that new sections answer, and others")
    features = np.array([(one.lead, one.share, log_odds(one.rest)) for one, _ in seen])
    model = LogisticRegression(C=_WEAK_PENALTY, max_iter=1000, class_weight="balanced").fit(features, labels)
    bias, (lead, share, rest) = float(model.intercept_[0]), map(float, model.coef_[0])
    return NewSections(
        bias=round(bias, _DIGITS), lead=round(lead, _DIGITS), share=round(share, _DIGITS), rest=round(rest, _DIGITS)
    )
