"""The bar, and what is said of a student."""

from collections.abc import Sequence

import pytest

from eval.bench.quantiles import Ratio
from eval.bench.series import Block, Series
from eval.judged import Judged, judge
from eval.smaller.report import Size, Student, is_fast_enough, is_kept, student_of, verdict
from tests.eval.conftest import QuestionMaker, RecordMaker

SIZE = Size(total=2.0, words=1.0)


def series(*milliseconds: float) -> Series:
    return Series(tuple(Block((one / 1000,), one / 1000) for one in milliseconds))


@pytest.fixture
def judged(make_question: QuestionMaker, make_record: RecordMaker) -> dict[str, Judged]:
    """A run in which 300 questions are right, one in which one of them isn't, and one in which sixty aren't."""

    def run(wrong: int) -> Judged:
        questions = [make_question(f"q{number}", {"1.1": 3}) for number in range(300)]
        shown: Sequence[list[str]] = [["1.2", "1.1"] if number < wrong else ["1.1"] for number in range(300)]
        return judge([make_record(question, sections) for question, sections in zip(questions, shown, strict=True)])

    return {"right": run(0), "near": run(1), "far": run(60)}


def compared(judged: dict[str, Judged], leg: str, teacher: Series, student: Series) -> Student:
    return student_of(SIZE, student, teacher, {"leg": judged[leg]}, {"leg": judged["right"]})


def test_a_fast_student_that_loses_next_to_nothing_passes(judged: dict[str, Judged]) -> None:
    student = compared(judged, "near", series(10, 10, 10), series(5, 5, 5))
    assert student.faster is not None
    assert (student.faster.value, student.p50) == (2.0, 5.0)
    assert student.holds == {"leg": True}
    assert student.passes
    assert verdict(student) == "takes the teacher's place"


def test_one_that_loses_more_than_the_bar_does_not(judged: dict[str, Judged]) -> None:
    student = compared(judged, "far", series(10, 10), series(5, 5))
    assert student.legs["leg"]["success@1"].difference == pytest.approx(-0.2)
    assert student.legs["leg"]["success@1"].losses == 60
    assert not student.passes
    assert "may lose more than 1.5 points of success@1 in leg" in verdict(student)


def test_the_lower_end_of_the_interval_decides(judged: dict[str, Judged]) -> None:
    (difference,) = (compared(judged, "near", series(10), series(5)).legs["leg"][name] for name in ("success@1",))
    assert is_kept(difference.model_copy(update={"interval": (-0.015, 0.01)}))
    assert not is_kept(difference.model_copy(update={"interval": (-0.016, 0.01)}))
    assert is_kept(difference.model_copy(update={"difference": 0.0, "interval": None}))


def test_one_that_is_not_fast_enough_does_not_pass(judged: dict[str, Judged]) -> None:
    student = compared(judged, "right", series(10, 10), series(6, 6))
    assert student.holds == {"leg": True}
    assert not student.passes
    assert verdict(student).endswith("isn't 1.7 times faster")


def test_speed_is_the_median_of_the_turns() -> None:
    assert is_fast_enough(Ratio(value=1.7, low=1.2, high=2.0, pairs=9))
    assert not is_fast_enough(Ratio(value=1.69, low=1.6, high=2.5, pairs=9))
    assert not is_fast_enough(None)
