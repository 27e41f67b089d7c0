"""BEIR form, both ways."""

import json
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.exchange.beir import export_beir, import_beir
from search.guide import Guide
from search.questions import Question
from tests.eval.conftest import QuestionMaker


def test_all_of_dev_comes_back_as_it_was(dev_questions: tuple[Question, ...], guide: Guide, tmp_path: Path) -> None:
    export_beir(dev_questions, guide, tmp_path, "dev")
    assert import_beir(tmp_path) == dev_questions


def test_the_corpus_holds_every_section_with_its_text(
    guide: Guide, make_question: QuestionMaker, tmp_path: Path
) -> None:
    export_beir([make_question("q1", {"1.1": 3})], guide, tmp_path, "dev")
    corpus = [json.loads(line) for line in (tmp_path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {document["_id"]: document["text"] for document in corpus} == {
        section.id: guide.own_text(section) for section in guide.sections.values()
    }


def test_judgements_are_a_table_with_a_head(guide: Guide, make_question: QuestionMaker, tmp_path: Path) -> None:
    export_beir([make_question("q1", {"1.1": 3})], guide, tmp_path, "dev")
    assert (tmp_path / "qrels" / "dev.tsv").read_text() == "query-id\tcorpus-id\tscore\nq1\t1.1\t3\n"


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A folder of another origin, with its judgements beside the queries."""
    query = {"_id": "d1", "text": "як увімкнути", "metadata": {"page_title": "…"}}
    (tmp_path / "queries.jsonl").write_text(json.dumps(query) + "\n")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nd1\tdoc\t1\n")
    return tmp_path


def test_queries_of_another_origin_get_plain_labels(foreign: Path) -> None:
    (question,) = import_beir(foreign)
    assert (question.id, question.outcome, question.relevant) == ("d1", "answered", {"doc": 3})


def test_one_of_several_judgements_is_chosen(foreign: Path) -> None:
    (foreign / "qrels").mkdir()
    (foreign / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nd1\tother\t1\n")
    with pytest.raises(EvalError, match="found test, qrels; choose with --split"):
        import_beir(foreign)
    assert import_beir(foreign, "test")[0].relevant == {"other": 3}


def test_missing_judgements_are_told(foreign: Path) -> None:
    (foreign / "qrels.tsv").unlink()
    with pytest.raises(EvalError, match=r"expected one file of judgements in qrels/, found none"):
        import_beir(foreign)
    with pytest.raises(EvalError, match=r"dev\.tsv: missing"):
        import_beir(foreign, "dev")


def test_a_malformed_line_is_named(foreign: Path) -> None:
    (foreign / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nd1 doc 1\n")
    with pytest.raises(EvalError, match=r"qrels\.tsv, line 2: expected query-id"):
        import_beir(foreign)


def test_a_query_without_text_is_named(foreign: Path) -> None:
    (foreign / "queries.jsonl").write_text('{"_id": "d1"}\n')
    with pytest.raises(EvalError, match=r"queries\.jsonl, line 1: expected the keys `_id` and `text`, found _id"):
        import_beir(foreign)
