"""Slices, and the worst wording of each group."""

from eval.records import Record
from eval.slices import rank_of, slice_names, slices_of, worst_variants
from tests.eval.conftest import QuestionMaker, RecordMaker


def test_a_question_is_in_a_slice_for_each_part_of_its_label(make_question: QuestionMaker) -> None:
    question = make_question(relevant={"1.1": 3, "1.2": 2, "1.3": 3}, kind="typo", lang="ru", tags=["multi", "contact"])
    names = ["kind=typo", "lang=ru", "tag=multi", "tag=contact", "section=1.1", "section=1.3"]
    assert slice_names(question) == names


def test_slices_come_in_a_fixed_order_with_the_places_of_their_questions(make_question: QuestionMaker) -> None:
    questions = [make_question("q1", {"1.1": 3}, kind="typo"), make_question("q2", {"1.1": 3}, tags=["close"])]
    slices = {name: places.tolist() for name, places in slices_of(questions).items()}
    assert list(slices.items()) == [
        ("kind=natural", [1]),
        ("kind=typo", [0]),
        ("lang=uk", [0, 1]),
        ("tag=close", [1]),
        ("section=1.1", [0, 1]),
    ]


def test_the_worst_wording_is_that_whose_section_stands_deepest(
    make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    def record(name: str, group: str, *sections: str) -> Record:
        return make_record(make_question(name, {"1.1": 3}, group=group), list(sections))

    records = [
        record("a1", "a", "1.1"),
        record("a2", "a", "1.2", "1.1"),
        record("b1", "b", "1.1"),
        record("b2", "b", "1.2"),
        record("c1", "c", "1.2", "1.1"),
    ]
    worst = worst_variants(records)
    assert [(one.group, one.id, one.rank, one.variants) for one in worst] == [("b", "b2", None, 2), ("a", "a2", 2, 2)]


def test_a_failed_question_has_no_rank(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    assert rank_of(make_record(make_question(relevant={"1.1": 3}), None)) is None
