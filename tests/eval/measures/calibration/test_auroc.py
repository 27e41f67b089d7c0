"""AUROC: by hand, and as scikit-learn has it."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from eval.measures.calibration.auroc import auroc


def test_each_pair_counts_and_equal_confidences_count_half() -> None:
    values = np.array([[0.9, 1], [0.5, 1], [0.5, 0], [0.1, 0]])
    assert auroc(values, np.ones(4)) == pytest.approx(3.5 / 4)


def test_it_agrees_with_scikit_learn_under_weights_and_ties() -> None:
    random = np.random.default_rng(2)
    values = np.stack([random.random(200).round(1), random.integers(0, 2, 200)], axis=1)
    weights = random.integers(0, 4, size=(20, 200)).astype(float)
    expected = [roc_auc_score(values[:, 1], values[:, 0], sample_weight=row) for row in weights]
    assert auroc(values, weights) == pytest.approx(expected)


def test_many_rows_of_values_are_judged_at_once() -> None:
    random = np.random.default_rng(3)
    values = np.stack([random.random((5, 50)), random.integers(0, 2, (5, 50))], axis=2)
    expected = [roc_auc_score(row[:, 1], row[:, 0]) for row in values]
    assert auroc(values, np.ones(50)) == pytest.approx(expected)


def test_one_label_alone_is_no_data() -> None:
    assert np.isnan(auroc(np.array([[0.4, 1.0], [0.6, 1.0]]), np.ones(2)))


def test_questions_without_confidence_have_no_part() -> None:
    values = np.array([[0.9, 1], [np.nan, 0], [0.1, 0]])
    assert auroc(values, np.ones(3)) == 1
