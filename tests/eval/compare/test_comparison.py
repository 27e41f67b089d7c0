"""Two runs, measure by measure."""

import numpy as np
import pytest

from eval.compare.comparison import compare, paired
from eval.errors import EvalError
from eval.judged import Judged, judge
from tests.eval.conftest import QuestionMaker, RecordMaker


@pytest.fixture
def runs(make_question: QuestionMaker, make_record: RecordMaker) -> tuple[Judged, Judged]:
    """Two runs over 40 questions: the second wins 20, loses 5, and ties the others."""
    questions = [make_question(f"q{number:02}", {"1.1": 3}) for number in range(40)]
    wrong, right = ["1.2", "1.1"], ["1.1", "1.2"]
    before = [wrong] * 20 + [right] * 5 + [right] * 15
    after = [right] * 20 + [wrong] * 5 + [right] * 15
    return (
        judge([make_record(question, shown) for question, shown in zip(questions, before, strict=True)]),
        judge([make_record(question, shown) for question, shown in zip(questions, after, strict=True)]),
    )


def test_difference_wins_ties_and_losses(runs: tuple[Judged, Judged]) -> None:
    found = compare(*runs, permutations=2000)["success@1"]
    assert (found.before, found.after, found.difference) == (0.5, 0.875, 0.375)
    assert (found.wins, found.ties, found.losses, found.n) == (20, 15, 5, 40)
    assert found.better is True


def test_the_interval_and_the_smallest_difference_follow_from_the_spread(runs: tuple[Judged, Judged]) -> None:
    found = compare(*runs, permutations=100)["success@1"]
    change = np.repeat([1, -1, 0], [20, 5, 15])
    error = change.std(ddof=1) / np.sqrt(40)
    assert found.interval == pytest.approx((0.375 - 1.96 * error, 0.375 + 1.96 * error), abs=0.03)
    assert found.smallest == pytest.approx((1.96 + 0.8416) * error, rel=0.06)


def test_p_values_are_corrected_for_the_measures_that_have_data(runs: tuple[Judged, Judged]) -> None:
    found = compare(*runs, permutations=2000)
    assert set(found) == {"success@1", "success@3", "MRR@10", "nDCG@5", "nDCG@10", "recall@5"}
    assert found["success@1"].p < 0.01
    assert found["success@1"].p_holm == pytest.approx(found["success@1"].p * 6, rel=0.01)
    alone = compare(*runs, names=["success@1"], permutations=2000)["success@1"]
    assert alone.p_holm == alone.p


def test_runs_that_agree_show_no_difference_and_no_smallest_one(runs: tuple[Judged, Judged]) -> None:
    found = compare(runs[0], runs[0], permutations=100)["MRR@10"]
    assert (found.difference, found.p, found.better, found.smallest) == (0, 1, None, None)
    assert (found.wins, found.losses) == (0, 0)


def test_less_is_better_where_it_is(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    questions = [make_question(f"q{number}") for number in range(10)]
    answered = judge([make_record(question, ["1.1"], outcome="answered") for question in questions])
    refused = judge([make_record(question, ["1.1"], outcome="no_match") for question in questions])
    found = compare(answered, refused, permutations=100)["false_answers"]
    assert (found.difference, found.better, found.wins, found.losses) == (-1, True, 10, 0)


def test_a_length_is_neither_better_nor_worse(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    def run(text: str) -> Judged:
        return judge([make_record(make_question(relevant={"1.1": 3}), ["1.1"], text, [("1.1", True)])])

    found = compare(run("так"), run("так, але"), permutations=10)["answer_length"]
    assert (found.before, found.after, found.better, found.wins) == (3, 8, None, None)


def test_what_rounding_alone_moves_is_the_same(runs: tuple[Judged, Judged]) -> None:
    before = runs[0]
    nudged = Judged(before.ids, before.groups, {name: values - 1e-8 for name, values in before.values.items()})
    found = compare(before, nudged, permutations=100)["MRR@10"]
    assert (found.p, found.ties) == (1.0, 40)


def test_runs_are_paired_by_question(runs: tuple[Judged, Judged]) -> None:
    before, after = runs
    left, right = paired(before, after.take(np.arange(30)[::-1]))
    assert left.ids == right.ids == before.ids[:30]


def test_runs_without_a_common_question_are_refused(runs: tuple[Judged, Judged]) -> None:
    before, after = runs
    with pytest.raises(EvalError, match="no question in common"):
        paired(before.take(np.arange(5)), after.take(np.arange(5, 10)))
