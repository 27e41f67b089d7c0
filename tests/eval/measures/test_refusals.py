"""Refusals: what counts as which error."""

import pytest

from eval.measures.refusals import false_answer, false_refusal, right_chapter, uncertain
from search.response import Outcome
from tests.eval.conftest import QuestionMaker


@pytest.mark.parametrize(
    ("outcome", "value"), [("answered", 1), ("uncertain", 0), ("other_chapter", 0), ("no_match", 0), (None, 1)]
)
def test_an_answer_to_an_unanswerable_question_is_false(
    outcome: Outcome | None, value: float, make_question: QuestionMaker
) -> None:
    assert false_answer(make_question(), outcome) == value
    assert false_answer(make_question(relevant={"1.1": 3}), outcome) is None


@pytest.mark.parametrize(
    ("outcome", "value"), [("answered", 0), ("uncertain", 0), ("other_chapter", 1), ("no_match", 1), (None, 1)]
)
def test_a_refusal_of_an_answerable_question_is_false(
    outcome: Outcome | None, value: float, make_question: QuestionMaker
) -> None:
    assert false_refusal(make_question(relevant={"1.1": 3}), outcome) == value
    assert false_refusal(make_question(), outcome) is None


def test_uncertain_is_counted_by_itself() -> None:
    assert uncertain("uncertain") == 1
    assert uncertain("answered") == 0
    assert uncertain(None) == 0


def test_the_chapter_is_right_only_where_it_is_named(make_question: QuestionMaker) -> None:
    question = make_question(chapter="9")
    assert right_chapter(question, "other_chapter", "9") == 1
    assert right_chapter(question, "other_chapter", "8") == 0
    assert right_chapter(question, "no_match", None) == 0
    assert right_chapter(make_question(), "other_chapter", "9") is None
