"""Which questions changed."""

from eval.compare.changes import changes
from eval.records import Record
from tests.eval.conftest import QuestionMaker, RecordMaker


def test_changed_ranks_and_outcomes_are_listed_the_greatest_falls_first(
    make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    def record(name: str, sections: list[str] | None, outcome: str | None = "answered") -> Record:
        return make_record(make_question(name, {"1.1": 3}), sections, outcome=outcome)

    before = [
        record("same", ["1.1"]),
        record("fell", ["1.1", "1.2"]),
        record("lost", ["1.1"]),
        record("rose", ["1.2", "1.1"]),
        record("refused", ["1.1"]),
        record("gone", ["1.1"]),
    ]
    after = [
        record("same", ["1.1"]),
        record("fell", ["1.2", "1.1"]),
        record("lost", ["1.2"]),
        record("rose", ["1.1", "1.2"]),
        record("refused", ["1.1"], "no_match"),
        record("new", ["1.1"]),
    ]
    found = changes(before, after)
    assert [change.id for change in found] == ["lost", "fell", "refused", "rose"]
    assert [change.step for change in found] == [999, 1, 0, -1]
    assert (found[0].before.rank, found[0].after.rank, found[0].after.first) == (1, None, "1.2")


def test_a_system_without_outcomes_changes_in_ranks_only(
    make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    question = make_question(relevant={"1.1": 3})
    assert changes([make_record(question, ["1.1"])], [make_record(question, ["1.1"], outcome="answered")]) == []


def test_a_question_that_fails_now_has_changed(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    question = make_question()
    (change,) = changes([make_record(question, ["1.1"], outcome="no_match")], [make_record(question, None)])
    assert change.after.outcome == "failed"
