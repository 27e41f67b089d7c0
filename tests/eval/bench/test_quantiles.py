"""Quantiles and ratios of pairs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bench.quantiles import quantile, ratio_of_pairs


@pytest.mark.parametrize(("share", "expected"), [(0.5, 5), (0.9, 9), (0.99, 10), (0.01, 1), (1.0, 10)])
def test_quantile_is_a_value_by_nearest_rank(share: float, expected: int) -> None:
    assert quantile([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], share) == expected


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.001, 1))
def test_quantile_leaves_at_most_the_rest_above_it(values: list[float], share: float) -> None:
    found = quantile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6
    assert sum(value < found for value in values) < share * len(values) + 1e-6


def test_ratio_is_the_median_of_pairs_and_not_the_ratio_of_medians() -> None:
    ratio = ratio_of_pairs([2, 30, 12], [1, 10, 6])
    assert ratio is not None
    assert (ratio.value, ratio.low, ratio.high, ratio.pairs) == (2, 2, 3, 3)


def test_a_pair_without_a_figure_below_the_line_is_left_out() -> None:
    ratio = ratio_of_pairs([2, 5], [1, 0])
    assert ratio is not None
    assert (ratio.value, ratio.pairs) == (2, 1)
    assert ratio_of_pairs([1], [0]) is None
