"""The logistic model of the confidence, fitted by scikit-learn without regularisation worth the name."""

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.calibrate.evidence import Observation, answerable
from eval.errors import EvalError
from search.calibration import Calibration

_WEAK_PENALTY = 1e4
_DIGITS = 4


def fit(observations: Sequence[Observation], encoder: str) -> Calibration:
    """The model that makes the observed answers likeliest; its thresholds are still all the same, at one half.

    Raises:
        EvalError: the questions are all answerable or all not.
    """
    labels = answerable(observations)
    if labels.min() == labels.max():
        raise EvalError("the questions to fit on are all of one kind; expected answerable and unanswerable ones")
    features = np.array([(one.evidence.lead, one.evidence.share) for one in observations])
    model = LogisticRegression(C=_WEAK_PENALTY, max_iter=1000).fit(features, labels)
    lead, share = (round(float(weight), _DIGITS) for weight in model.coef_[0])
    return Calibration(
        encoder=encoder,
        bias=round(float(model.intercept_[0]), _DIGITS),
        lead=lead,
        share=share,
        answered_from=0.5,
        refused_below=0.5,
        topic_from=0.0,
    )
