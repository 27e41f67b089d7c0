"""The risk-coverage curve and its area, by hand."""

import numpy as np
import pytest

from eval.measures.calibration.risk_coverage import CurvePoint, aurc, risk_coverage

CONFIDENCE = np.array([0.9, 0.8, 0.7, 0.6])
LOSS = np.array([0.0, 1.0, 0.0, 1.0])


def test_the_area_is_the_mean_risk_over_all_coverages() -> None:
    risks = [0, 1 / 2, 1 / 3, 2 / 4]
    assert aurc(np.stack([CONFIDENCE, LOSS], axis=1), np.ones(4)) == pytest.approx(np.mean(risks))


def test_the_curve_begins_with_the_most_confident_questions() -> None:
    assert risk_coverage(CONFIDENCE, LOSS) == [
        CurvePoint(0.9, 0.25, 0.0),
        CurvePoint(0.8, 0.5, 0.5),
        CurvePoint(0.7, 0.75, 1 / 3),
        CurvePoint(0.6, 1.0, 0.5),
    ]


def test_equal_confidences_are_answered_together() -> None:
    equal = np.full(4, 0.5)
    assert risk_coverage(equal, LOSS) == [CurvePoint(0.5, 1.0, 0.5)]
    assert aurc(np.stack([equal, LOSS], axis=1), np.ones(4)) == pytest.approx(0.5)


def test_weights_are_repetitions() -> None:
    weights = np.array([2, 1, 0, 3])
    repeated = np.repeat(np.stack([CONFIDENCE, LOSS], axis=1), weights, axis=0)
    found = aurc(np.stack([CONFIDENCE, LOSS], axis=1), weights)
    assert found == pytest.approx(aurc(repeated, np.ones(6)))


def test_a_sure_order_has_less_area_than_the_reverse() -> None:
    loss = np.array([0.0, 0.0, 1.0, 1.0])
    good = aurc(np.stack([CONFIDENCE, loss], axis=1), np.ones(4))
    bad = aurc(np.stack([CONFIDENCE, loss[::-1]], axis=1), np.ones(4))
    assert good == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)
    assert bad == pytest.approx((1 + 1 + 2 / 3 + 1 / 2) / 4)


def test_questions_without_confidence_have_no_part() -> None:
    values = np.array([[0.9, 0.0], [np.nan, 1.0]])
    assert aurc(values, np.ones(2)) == 0
    assert np.isnan(aurc(np.full((2, 2), np.nan), np.ones(2)))


def test_no_question_gives_no_curve() -> None:
    assert risk_coverage(np.array([]), np.array([])) == []
