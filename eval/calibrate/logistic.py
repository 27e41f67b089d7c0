"""The logistic models of the confidence, fitted by scikit-learn without regularisation worth the name."""

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.calibrate.evidence import Observation, answerable
from eval.errors import EvalError
from search.calibration import Evidence, log_odds

_WEAK_PENALTY = 1e4
_DIGITS = 4

Features = Callable[[Evidence], tuple[float, ...]]


def of_the_legs(evidence: Evidence) -> tuple[float, ...]:
    """What the confidence reads without asked questions."""
    return evidence.lead, evidence.share


def of_the_asked_leg(evidence: Evidence) -> tuple[float, ...]:
    """What the confidence reads with them.

    Raises:
        EvalError: the evidence was seen without asked questions.
    """
    if evidence.asked is None:
        raise EvalError("the index has no asked questions for its encoder; add some to asked.jsonl and ingest again")
    return (log_odds(evidence.asked),)


def fit(observations: Sequence[Observation], features: Features) -> tuple[float, ...]:
    """The bias and the weight of each feature that make the observed answers likeliest.

    Raises:
        EvalError: the questions are all answerable or all not.
    """
    labels = answerable(observations)
    if labels.min() == labels.max():
        raise EvalError("the questions to fit on are all of one kind; expected answerable and unanswerable ones")
    model = LogisticRegression(C=_WEAK_PENALTY, max_iter=1000).fit(
        np.array([features(one.evidence) for one in observations]), labels
    )
    return tuple(round(float(number), _DIGITS) for number in (model.intercept_[0], *model.coef_[0]))
