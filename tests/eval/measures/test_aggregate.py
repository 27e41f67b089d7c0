"""Aggregates: weights are repetitions, NaN is no data."""

import numpy as np
import pytest

from eval.measures.aggregate import ratio, weighted_mean, weighted_median

VALUES = np.array([[1.0], [0.0], [np.nan], [0.5]])


def test_the_mean_leaves_questions_without_a_value_out() -> None:
    assert weighted_mean(VALUES, np.ones(4)) == pytest.approx(0.5)


def test_a_weight_is_a_repetition() -> None:
    weights = np.array([[3, 1, 5, 0], [0, 0, 2, 0]])
    assert weighted_mean(VALUES, weights) == pytest.approx([0.75, np.nan], nan_ok=True)


@pytest.mark.parametrize("repetitions", [[1, 1, 1, 1], [2, 0, 1, 3], [0, 1, 0, 0], [4, 4, 0, 1], [0, 2, 9, 2]])
def test_the_median_is_that_of_the_repeated_values(repetitions: list[int]) -> None:
    repeated = np.repeat(VALUES[:, 0], repetitions)
    found = weighted_median(VALUES, np.array(repetitions))
    assert found == pytest.approx(np.nanmedian(repeated))


def test_the_median_over_nothing_is_no_figure() -> None:
    assert np.isnan(weighted_median(VALUES, np.array([0, 0, 1, 0])))


def test_the_median_takes_many_resamples_at_once() -> None:
    weights = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]])
    assert weighted_median(VALUES, weights) == pytest.approx([1.0, 0.0, 0.5])


def test_a_ratio_over_nothing_is_no_figure() -> None:
    assert ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0])) == pytest.approx([0.5, np.nan], nan_ok=True)
