"""Judging a run: what each measure says of each question, and where there is no data."""

import numpy as np
import pytest

from eval.judged import judge
from eval.measures.catalogue import MEASURES
from tests.eval.conftest import QuestionMaker, RecordMaker


def test_every_measure_has_a_row_a_question(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    judged = judge([make_record(make_question(relevant={"1.1": 3}), ["1.1"]), make_record(make_question("q2"))])
    assert list(judged.values) == list(MEASURES)
    for name, values in judged.values.items():
        assert values.shape == (2, MEASURES[name].columns), name


def test_retrieval_is_judged_over_answerable_questions(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    questions = make_question(relevant={"1.1": 3}), make_question("q2")
    judged = judge([make_record(question, ["1.1"]) for question in questions])
    assert judged.values["success@1"][:, 0] == pytest.approx([1, np.nan], nan_ok=True)


def test_a_question_that_failed_counts_as_wrong(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    judged = judge(
        [
            make_record(make_question("q1", {"1.1": 3}), None),
            make_record(make_question("q2"), None),
            make_record(make_question("q3", {"1.1": 3}), ["1.1"], outcome="answered", confidence=0.7),
        ]
    )
    values = {name: column[:2, 0] for name, column in judged.values.items()}
    assert values["success@1"] == pytest.approx([0, np.nan], nan_ok=True)
    assert values["false_refusals"] == pytest.approx([1, np.nan], nan_ok=True)
    assert values["false_answers"] == pytest.approx([np.nan, 1], nan_ok=True)
    assert values["AUROC"] == pytest.approx([0, 1])
    assert values["uncertain"] == pytest.approx([0, 0])


def test_a_system_without_outcomes_has_no_data_there(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    judged = judge([make_record(make_question(relevant={"1.1": 3}), ["1.1"]), make_record(make_question("q2"), None)])
    for name in ("false_answers", "false_refusals", "uncertain", "chapter_accuracy", "AUROC", "AURC"):
        assert np.isnan(judged.values[name][:, 0]).all(), name


def test_without_any_answer_the_measures_of_answers_have_no_data(
    make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    judged = judge([make_record(make_question(relevant={"1.1": 3}, facts=["14 днів"]), ["1.1"], outcome="answered")])
    for name in ("facts", "facts_all", "citation_precision", "citation_recall", "quotes_verbatim", "answer_length"):
        assert np.isnan(judged.values[name]).all(), name


def test_an_answer_is_judged_by_its_facts_and_quotes(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    given = make_question("q1", {"1.1": 3, "1.2": 3}, facts=["14 днів", "паспорт"], tags=["multi"])
    missing = make_question("q2", {"1.3": 3}, facts=["фото"])
    judged = judge(
        [
            make_record(given, ["1.1"], "Протягом 14 днів.", [("1.1", True), ("1.9", False)], outcome="answered"),
            make_record(missing, ["1.3"], outcome="uncertain"),
        ]
    )
    values = {name: column[:, 0] for name, column in judged.values.items()}
    assert values["facts"] == pytest.approx([0.5, np.nan], nan_ok=True)
    assert values["facts_all"] == pytest.approx([0.5, 0])
    assert values["citation_precision"] == pytest.approx([0.5, np.nan], nan_ok=True)
    assert values["citation_recall"] == pytest.approx([0.5, np.nan], nan_ok=True)
    assert values["quotes_verbatim"] == pytest.approx([0.5, np.nan], nan_ok=True)
    assert values["answer_length"] == pytest.approx([17, np.nan], nan_ok=True)


def test_the_quote_of_a_pointer_must_be_verbatim_too(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    quote = {"section": "1.6", "text": "…", "verbatim": False}
    judged = judge([make_record(make_question(), outcome="no_match", pointer_quote=quote)])
    assert judged.values["quotes_verbatim"] == pytest.approx(0)


def test_links_are_judged_where_the_section_is_known(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    question = make_question(relevant={"1.1": 3})
    links = {"shown": ["https://a.example"], "printed": ["https://a.example", "https://b.example"]}
    judged = judge([make_record(question, ["1.1"], first_links=links), make_record(make_question("q2"), ["1.1"])])
    assert judged.values["links_right"][:, 0] == pytest.approx([0, np.nan], nan_ok=True)


def test_some_of_the_questions_can_be_taken(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    judged = judge([make_record(make_question(name, {"1.1": 3}), [name]) for name in ("q1", "1.1", "q3")])
    taken = judged.take(np.array([False, True, True]))
    assert taken.ids == ("1.1", "q3")
    assert taken.groups == ("g-1.1", "g-q3")
    assert taken.values["success@1"][:, 0] == pytest.approx([1, 0])
