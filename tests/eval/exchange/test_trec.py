"""TREC form, both ways."""

from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.exchange.trec import export_trec, import_trec, run_lines
from search.questions import Question
from tests.eval.conftest import QuestionMaker, RecordMaker


def test_all_of_dev_comes_back_as_it_was(dev_questions: tuple[Question, ...], tmp_path: Path) -> None:
    export_trec(dev_questions, tmp_path)
    assert import_trec(tmp_path) == dev_questions


def test_judgements_are_as_trec_eval_reads_them(make_question: QuestionMaker, tmp_path: Path) -> None:
    export_trec([make_question("q1", {"1.1-3": 3, "1.2": 1})], tmp_path)
    assert (tmp_path / "qrels.txt").read_text() == "q1 0 1.1-3 3\nq1 0 1.2 1\n"
    assert (tmp_path / "topics.tsv").read_text(encoding="utf-8") == "q1\tпитання q1\n"


def test_questions_of_another_origin_get_plain_labels(tmp_path: Path) -> None:
    (tmp_path / "topics.tsv").write_text("7\tяк змінити адресу\n8\tщось інше\n", encoding="utf-8")
    (tmp_path / "qrels.txt").write_text("7 0 doc-a 1\n7 0 doc-b 0\n7 Q0 doc-c -1\n")
    first, second = import_trec(tmp_path)
    assert (first.id, first.group, first.kind, first.outcome) == ("7", "7", "natural", "answered")
    assert first.relevant == {"doc-a": 3}
    assert (second.outcome, second.relevant) == ("no_match", {})


def test_grades_stay_in_their_order_where_the_best_is_raised(tmp_path: Path) -> None:
    (tmp_path / "topics.tsv").write_text("7\tадреса\n", encoding="utf-8")
    (tmp_path / "qrels.txt").write_text("7 0 a 2\n7 0 b 1\n7 0 c 2\n")
    assert import_trec(tmp_path)[0].relevant == {"a": 3, "b": 1, "c": 3}


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("topics.tsv", "q1 no tab", r"topics\.tsv, line 2: expected id, tab, text"),
        ("qrels.txt", "q1 0 1.1", r"qrels\.txt, line 2: expected question, 0, section, grade"),
        ("qrels.txt", "q1 0 1.1 high", r"qrels\.txt, line 2: expected question"),
        ("labels.jsonl", "{", r"labels\.jsonl, line 2: not a JSON object"),
        ("labels.jsonl", "[]", r"labels\.jsonl, line 2: expected a JSON object, found list"),
        ("labels.jsonl", '{"id": "q1"}', r"labels\.jsonl, line 2: key `group` is missing"),
        ("qrels.txt", "q1 0 1.2 9", r"topics\.tsv, line 1: question 'q1': key `relevant.1.2`"),
    ],
)
def test_a_malformed_line_is_named(
    file: str, line: str, message: str, make_question: QuestionMaker, tmp_path: Path
) -> None:
    export_trec([make_question("q1", {"1.1": 3})], tmp_path)
    with (tmp_path / file).open("a") as stream:
        stream.write(line + "\n")
    with pytest.raises(EvalError, match=message):
        import_trec(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"qrels\.txt: missing"):
        import_trec(tmp_path)


def test_what_the_form_cannot_carry_is_refused(make_question: QuestionMaker, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="'q 1' holds white space"):
        export_trec([make_question("q 1")], tmp_path)
    with pytest.raises(EvalError, match="a tab or a line break; export it as BEIR"):
        export_trec([make_question("q1", text="два\nрядки")], tmp_path)


def test_a_run_has_falling_scores_and_one_word_as_its_tag(
    make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    records = [
        make_record(make_question("q1", {"1.1": 3}), ["1.1", "1.2"]),
        make_record(make_question("q2"), None),
    ]
    first, second = list(run_lines(records, "my system"))
    assert first.split()[:4] == ["q1", "Q0", "1.1", "1"]
    assert second.split()[2:] == ["1.2", "2", second.split()[4], "my-system"]
    assert float(first.split()[4]) > float(second.split()[4])
