"""From evidence to a probability."""

import math
from typing import Any

import pytest
from pydantic import ValidationError

from search.calibration import Calibration, Evidence, NewEvidence, NewSections, log_odds, logistic

_KNOWN: dict[str, Any] = {
    "encoder": "e5@1",
    "unasked": {
        **{"bias": -0.5, "lead": 1.0, "share": 3.0, "topic_from": 1.5},
        **{"answered_from": 0.6, "refused_below": 0.3},
    },
    "asked": {**{"bias": 0.25, "odds": 2.0, "chapter_from": 0.5}, **{"answered_from": 0.8, "refused_below": 0.4}},
    "new_sections": {"bias": 0.0, "lead": 1.0, "share": 2.0, "rest": 0.5},
}


def _calibration(table: str = "unasked", **changes: object) -> Calibration:
    return Calibration.model_validate(_KNOWN | {table: _KNOWN[table] | changes})


def test_without_asked_questions_confidence_is_the_logistic_of_the_weighted_evidence() -> None:
    assert _calibration().confidence(Evidence(lead=0.0, share=0.0)) == pytest.approx(1 / (1 + math.exp(0.5)))
    weighted = _calibration(bias=0.0).confidence(Evidence(lead=1.0, share=0.5))
    assert weighted == pytest.approx(1 / (1 + math.exp(-2.5)))


def test_with_asked_questions_it_is_the_logistic_of_their_log_odds() -> None:
    found = _calibration().confidence(Evidence(lead=9.0, share=1.0, asked=0.8))
    assert found == pytest.approx(1 / (1 + math.exp(-(0.25 + 2 * math.log(4)))))


def test_more_evidence_is_more_confidence() -> None:
    calibration = _calibration()
    weak = calibration.confidence(Evidence(lead=0.0, share=0.1))
    assert weak < calibration.confidence(Evidence(lead=1.0, share=0.1))
    assert weak < calibration.confidence(Evidence(lead=0.0, share=0.2))
    assert calibration.confidence(Evidence(0, 0, 0.3)) < calibration.confidence(Evidence(0, 0, 0.4))


def test_the_thresholds_are_those_of_the_evidence() -> None:
    calibration = _calibration()
    assert calibration.thresholds(Evidence(0, 0)).answered_from == 0.6
    assert calibration.thresholds(Evidence(0, 0, 0.5)).answered_from == 0.8


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_certainty_is_no_overflow(certain: float) -> None:
    assert 0 <= _calibration("asked", odds=1e6).confidence(Evidence(0, 0, certain)) <= 1
    assert logistic(log_odds(certain)) == pytest.approx(certain, abs=1e-5)


def test_new_sections_are_likelier_the_more_they_surpass_the_others() -> None:
    gate = NewSections(bias=-1.0, lead=1.0, share=2.0, rest=0.5)
    assert gate.probability(NewEvidence(0.5, 0.25, 0.5)) == pytest.approx(0.5)
    assert gate.probability(NewEvidence(1.5, 0.25, 0.5)) > 0.5
    assert gate.probability(NewEvidence(0.5, 0.25, 0.9)) > 0.5


@pytest.mark.parametrize("table", ["unasked", "asked"])
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"answered_from": 1.2}, "less than or equal to 1"),
        ({"refused_below": -0.1}, "greater than or equal to 0"),
        ({"refused_below": 0.9}, r"refused_below \(0\.9\) is above answered_from \(0\.[68]\); at most equal"),
        ({"steepness": 1}, "Extra inputs"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(table: str, changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        _calibration(table, **changes)


def test_thresholds_may_be_equal() -> None:
    assert _calibration(refused_below=0.6).unasked.refused_below == 0.6
