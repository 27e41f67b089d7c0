"""What went wrong with a question, in words, and which is worst."""

from eval.report.faults import faults_of, severity, worst
from tests.eval.conftest import QuestionMaker, RecordMaker


def test_each_fault_is_said_in_words(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    question, other, chapter = make_question("q1", {"1.1": 3}), make_question("q2"), make_question("q3", chapter="9")
    said = [
        faults_of(make_record(question, ["1.1"], outcome="answered")),
        faults_of(make_record(question, ["1.2", "1.1"], outcome="answered")),
        faults_of(make_record(question, ["1.2"], outcome="no_match")),
        faults_of(make_record(other, ["1.2"], outcome="answered")),
        faults_of(make_record(other, ["1.2"], outcome="uncertain")),
        faults_of(make_record(chapter, ["1.2"], outcome="other_chapter", chapter="8")),
        faults_of(make_record(question, None)),
    ]
    assert said == [
        [],
        ["first relevant section at rank 2"],
        ["no relevant section shown", "refused (no_match), though the guide answers it"],
        ["answered, though the guide doesn't answer it"],
        [],
        ["sent to chapter 8 instead of 9"],
        ["failed: it broke"],
    ]


def test_the_worst_come_first_and_what_is_well_never(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    question, other = make_question("answerable", {"1.1": 3}), make_question("other")
    records = (
        make_record(question, ["1.1"], outcome="answered"),
        make_record(question, ["1.2", "1.1"], outcome="answered"),
        make_record(question, ["1.2", "1.3", "1.1"], outcome="answered"),
        make_record(question, ["1.2", "1.3", "1.1"], outcome="no_match"),
        make_record(other, ["1.1"], outcome="answered", confidence=0.7),
        make_record(other, ["1.1"], outcome="answered", confidence=0.9),
        make_record(question, None),
    )
    assert list(worst(records, 10)) == [records[place] for place in (6, 5, 4, 3, 2, 1)]
    assert len(worst(records, 2)) == 2
    assert severity(records[0]) == 0
