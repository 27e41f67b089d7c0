"""Choosing thresholds within their bounds."""

import numpy as np
import pytest

from eval.calibrate.evidence import Observation
from eval.calibrate.thresholds import Bounds, choose, choose_chapter_from
from eval.measures.aggregate import Array
from search.calibration import Evidence
from tests.eval.conftest import QuestionMaker

BOUNDS = Bounds(false_answers=0.1, false_refusals=0.06, uncertain=0.15)


def _overlapping(shift: float) -> tuple[Array, Array]:
    """Confidences of 300 answerable and 100 unanswerable questions, so far apart."""
    random = np.random.default_rng(9)
    scores = np.concatenate([random.normal(shift, 1, 300), random.normal(0, 1, 100)])
    return 1 / (1 + np.exp(-scores)), np.repeat([1.0, 0.0], [300, 100])


def test_separable_questions_need_no_uncertainty_and_err_never() -> None:
    confidence, labels = np.array([0.9, 0.8, 0.2, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])
    found = choose(confidence, labels, BOUNDS)
    assert (found.false_answers, found.false_refusals, found.uncertain) == (0, 0, 0)
    assert found.answered_from == found.refused_below == 0.5


def test_both_bounds_are_kept_with_as_little_uncertainty_as_that_takes() -> None:
    found = choose(*_overlapping(2.6), BOUNDS)
    assert found.false_answers <= BOUNDS.false_answers
    assert found.false_refusals <= BOUNDS.false_refusals
    assert 0 < found.uncertain <= BOUNDS.uncertain
    assert found.refused_below < found.answered_from
    loose = choose(*_overlapping(2.6), Bounds(0.1, 0.06, 1.0))
    assert loose == found


def test_the_bound_of_uncertainty_is_kept_first() -> None:
    found = choose(*_overlapping(0.8), BOUNDS)
    assert found.uncertain <= BOUNDS.uncertain
    assert found.false_answers > BOUNDS.false_answers


def test_the_rates_are_those_that_the_thresholds_give() -> None:
    confidence, labels = _overlapping(1.5)
    found = choose(confidence, labels, BOUNDS)
    assert found.false_answers == pytest.approx((confidence[labels == 0] >= found.answered_from).mean())
    assert found.false_refusals == pytest.approx((confidence[labels == 1] < found.refused_below).mean())
    between = (confidence >= found.refused_below) & (confidence < found.answered_from)
    assert found.uncertain == pytest.approx(between.mean())


def test_a_chapter_is_named_where_that_sends_most_questions_right(make_question: QuestionMaker) -> None:
    def observed(chapter: str | None, topic: str, score: float) -> Observation:
        return Observation(make_question(chapter=chapter), Evidence(0, 0), topic, score)

    seen = [
        observed("9", "9", 3.0),
        observed("8", "8", 2.0),
        observed("8", "9", 1.4),
        observed(None, "7", 1.0),
        observed(None, "7", 0.5),
    ]
    assert 1.0 < choose_chapter_from(seen) <= 2.0


def test_answerable_questions_have_no_say_in_it(make_question: QuestionMaker) -> None:
    answerable = Observation(make_question(relevant={"1.1": 3}), Evidence(0, 0), "9", 50.0)
    absent = Observation(make_question(chapter="9"), Evidence(0, 0), "9", 2.0)
    assert choose_chapter_from([answerable, absent]) < 2.0
