"""Reliability bins and the calibration error, by hand."""

from dataclasses import astuple

import numpy as np
import pytest

from eval.measures.calibration.reliability import expected_calibration_error, reliability_bins


def test_bins_hold_questions_of_like_confidence_and_empty_ones_are_left_out() -> None:
    bins = reliability_bins(np.array([0.05, 0.15, 0.19, 1.0]), np.array([0.0, 1.0, 0.0, 1.0]))
    expected = [(0.0, 0.1, 1, 0.05, 0.0), (0.1, 0.2, 2, 0.17, 0.5), (0.9, 1.0, 1, 1.0, 1.0)]
    assert [astuple(part) for part in bins] == [pytest.approx(part) for part in expected]


def test_the_error_is_the_weighted_distance() -> None:
    bins = reliability_bins(np.array([0.05, 0.15, 0.19, 1.0]), np.array([0.0, 1.0, 0.0, 1.0]))
    assert expected_calibration_error(bins) == pytest.approx((0.05 + 2 * 0.33 + 0) / 4)


def test_without_questions_there_is_no_error() -> None:
    assert expected_calibration_error([]) is None
