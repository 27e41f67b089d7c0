"""From evidence to a probability."""

import math

import pytest
from pydantic import ValidationError

from search.calibration import Calibration, Evidence


def _calibration(**changes: object) -> Calibration:
    known: dict[str, object] = {
        "encoder": "e5@1",
        "bias": -0.5,
        "lead": 1.0,
        "share": 3.0,
        "answered_from": 0.6,
        "refused_below": 0.3,
        "topic_from": 1.5,
    }
    return Calibration.model_validate(known | changes)


def test_confidence_is_the_logistic_of_the_weighted_evidence() -> None:
    assert _calibration().confidence(Evidence(lead=0.0, share=0.0)) == pytest.approx(1 / (1 + math.exp(0.5)))
    assert _calibration(bias=0.0).confidence(Evidence(lead=1.0, share=0.5)) == pytest.approx(1 / (1 + math.exp(-2.5)))


def test_more_evidence_is_more_confidence() -> None:
    calibration = _calibration()
    weak = calibration.confidence(Evidence(lead=0.0, share=0.1))
    assert weak < calibration.confidence(Evidence(lead=1.0, share=0.1))
    assert weak < calibration.confidence(Evidence(lead=0.0, share=0.2))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answered_from": 1.2}, "less than or equal to 1"),
        ({"refused_below": -0.1}, "greater than or equal to 0"),
        ({"refused_below": 0.7}, r"refused_below \(0\.7\) is above answered_from \(0\.6\); at most equal"),
        ({"steepness": 1}, "Extra inputs"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        _calibration(**changes)


def test_thresholds_may_be_equal() -> None:
    assert _calibration(refused_below=0.6).refused_below == 0.6
