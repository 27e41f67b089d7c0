"""The randomisation test and the correction: by hand, and as scipy has them."""

import numpy as np
import pytest
from scipy.stats import permutation_test

from eval.compare.significance import holm, randomisation_p
from eval.measures.aggregate import Array, weighted_mean
from eval.measures.calibration.auroc import auroc


def _column(*values: float) -> Array:
    return np.array(values, dtype=np.float64)[:, None]


def test_it_agrees_with_scipy_where_every_question_is_its_own_group() -> None:
    random = np.random.default_rng(4)
    before, after = random.random(40), random.random(40) + 0.12
    expected = permutation_test(
        (before, after),
        lambda one, other, axis: np.mean(one, axis=axis) - np.mean(other, axis=axis),
        permutation_type="samples",
        n_resamples=10_000,
        vectorized=True,
        rng=np.random.default_rng(5),
    ).pvalue
    groups = [str(number) for number in range(40)]
    found = randomisation_p(weighted_mean, before[:, None], after[:, None], groups)
    assert 0.005 < expected < 0.5
    assert found == pytest.approx(expected, abs=0.02)


def test_equal_runs_are_never_significant() -> None:
    values = _column(0, 1, 1, 0, 1)
    assert randomisation_p(weighted_mean, values, values, list("abcde")) == 1.0


def test_the_observed_labelling_counts_so_p_is_never_zero() -> None:
    before, after = np.zeros((60, 1)), np.ones((60, 1))
    assert randomisation_p(weighted_mean, before, after, [str(n) for n in range(60)], permutations=99) == 1 / 100


def test_groups_are_exchanged_whole() -> None:
    before, after = np.zeros((60, 1)), np.ones((60, 1))
    three_groups = [str(number % 3) for number in range(60)]
    p = randomisation_p(weighted_mean, before, after, three_groups)
    assert p == pytest.approx(2 / 2**3, abs=0.02)


def test_the_same_seed_gives_the_same_p() -> None:
    random = np.random.default_rng(6)
    before, after = random.random((30, 1)), random.random((30, 1))
    groups = [str(number) for number in range(30)]
    first, second = (randomisation_p(weighted_mean, before, after, groups, 500, seed=7) for _ in range(2))
    assert first == second


def test_a_figure_that_compares_questions_can_be_tested() -> None:
    random = np.random.default_rng(8)
    label = np.repeat([0.0, 1.0], 40)
    noise = np.stack([random.random(80), label], axis=1)
    signal = np.stack([label + random.random(80), label], axis=1)
    groups = [str(number) for number in range(80)]
    assert randomisation_p(auroc, noise, signal, groups, 500) < 0.01
    assert randomisation_p(auroc, noise, noise[:], groups, 500) == 1.0


def test_questions_with_a_value_in_one_run_only_are_exchanged_too() -> None:
    before, after = _column(0.2, np.nan, 0.4), _column(0.2, 0.9, np.nan)
    assert 0 < randomisation_p(weighted_mean, before, after, list("abc"), 200) <= 1


def test_holm_multiplies_by_how_many_are_as_great_or_greater() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})


def test_holm_never_falls_and_ends_at_one() -> None:
    assert holm({"a": 0.9, "b": 0.5}) == pytest.approx({"a": 1.0, "b": 1.0})
    assert holm({}) == {}
