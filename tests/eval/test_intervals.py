"""Bootstrap intervals over groups."""

import numpy as np
import pytest

from eval.intervals import estimate, percentile_interval, resample_weights
from eval.judged import judge
from eval.measures.catalogue import MEASURES
from tests.eval.conftest import QuestionMaker, RecordMaker


def test_a_resample_takes_whole_groups() -> None:
    weights = resample_weights(["a", "a", "b", "c", "c", "c"], resamples=50)
    assert weights.shape == (50, 6)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 3] == weights[:, 4]).all()
    assert (weights[:, 0] + weights[:, 2] + weights[:, 3] == 3).all()


def test_the_same_seed_gives_the_same_resamples() -> None:
    groups = [str(number) for number in range(20)]
    assert (resample_weights(groups, seed=1) == resample_weights(groups, seed=1)).all()
    assert (resample_weights(groups, seed=1) != resample_weights(groups, seed=2)).any()


def test_an_interval_holds_the_middle_and_leaves_figures_without_data_out() -> None:
    figures = np.array([*np.linspace(0, 1, 1001), np.nan])
    assert percentile_interval(figures) == pytest.approx((0.025, 0.975))
    assert percentile_interval(np.array([np.nan])) is None


def test_an_interval_is_as_wide_as_theory_has_it_for_independent_questions(
    make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    records = [make_record(make_question(f"q{n}", {"1.1": 3}), ["1.1" if n % 2 else "1.2"]) for n in range(400)]
    judged = judge(records)
    found = estimate(MEASURES["success@1"], judged, resample_weights(judged.groups))
    assert found.n == 400
    assert found.value == 0.5
    assert found.interval == pytest.approx((0.451, 0.549), abs=0.01)


def test_questions_that_go_together_widen_the_interval(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    def width(groups: int) -> float:
        records = [
            make_record(make_question(f"q{n}", {"1.1": 3}, group=str(n % groups)), ["1.1" if n % groups % 2 else "1.2"])
            for n in range(400)
        ]
        judged = judge(records)
        low, high = estimate(MEASURES["success@1"], judged, resample_weights(judged.groups)).interval or (0, 0)
        return high - low

    assert width(40) > 2 * width(400)


def test_without_data_there_is_neither_figure_nor_interval(
    make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    judged = judge([make_record(make_question())])
    found = estimate(MEASURES["success@1"], judged, resample_weights(judged.groups))
    assert (found.value, found.interval, found.n) == (None, None, 0)


def test_a_figure_that_compares_labels_needs_both(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    judged = judge([make_record(make_question(relevant={"1.1": 3}), ["1.1"], confidence=0.9)])
    assert estimate(MEASURES["AUROC"], judged, resample_weights(judged.groups)).value is None
