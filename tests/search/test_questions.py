"""Labelled questions: their form, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from search.questions import Question, QuestionsError, read_questions

_ANSWERED: dict[str, Any] = {
    "id": "q1",
    "group": "g1",
    "text": "Де подати заяву?",
    "kind": "natural",
    "lang": "uk",
    "tags": ["multi"],
    "outcome": "answered",
    "relevant": {"1.1-3": 3, "1.1": 1},
    "facts": ["14 днів"],
    "chapter": None,
}
_UNANSWERED: dict[str, Any] = _ANSWERED | {"outcome": "no_match", "relevant": {}, "facts": []}


def _file(folder: Path, *records: object) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return file


def test_questions_are_read_in_order(tmp_path: Path) -> None:
    first, second = read_questions(_file(tmp_path, _ANSWERED, _UNANSWERED | {"id": "q2"}))
    assert (first.id, second.id) == ("q1", "q2")
    assert (first.answerable, second.answerable) == (True, False)
    assert first.relevant == {"1.1-3": 3, "1.1": 1}


def test_a_text_may_hold_any_line_break_but_a_line_feed(tmp_path: Path) -> None:
    (question,) = read_questions(_file(tmp_path, _ANSWERED | {"text": "перший\u2028другий\x85третій\x0bчетвертий"}))
    assert question.text == "перший\u2028другий\x85третій\x0bчетвертий"


@pytest.mark.parametrize(("ending", "count"), [("", 1), ("\n", 1), ("\r\n", 1)])
def test_the_last_line_may_end_or_not(ending: str, count: int, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(json.dumps(_ANSWERED) + ending, encoding="utf-8", newline="")
    assert len(read_questions(tmp_path / "questions.jsonl")) == count


def test_an_empty_file_holds_no_questions(tmp_path: Path) -> None:
    assert read_questions(_file(tmp_path)) == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"outcome": "perhaps"},
            "key `outcome`: Input should be 'answered', 'other_chapter' or 'no_match', found 'perhaps'",
        ),
        ({"relevant": {"1.1-3": 4}}, r"key `relevant\.1\.1-3`: .*less than or equal to 3, found 4"),
        ({"relevant": {"1.1-3": 2}}, "outcome 'answered' needs a section of grade 3"),
        ({"outcome": "no_match"}, "outcome 'no_match' goes with empty `relevant` and `facts`"),
        (
            {"outcome": "other_chapter", "relevant": {}, "facts": []},
            "`chapter` goes with outcome 'other_chapter', and only",
        ),
        ({"chapter": "2"}, "`chapter` goes with outcome 'other_chapter', and only with it"),
        ({"text": ""}, "key `text`: String should have at least 1 character"),
        ({"text": "щ" * 1001}, "key `text`: String should have at most 1000 characters"),
        ({"kind": "poem"}, "key `kind`: Input should be 'natural', "),
        ({"mood": "sad"}, "unknown key `mood`; expected id, group, text, kind, lang, tags, outcome"),
        ({"id": ""}, "key `id`: String should have at least 1 character"),
    ],
)
def test_a_label_that_contradicts_itself_is_named_with_its_line(
    changes: dict[str, object], message: str, tmp_path: Path
) -> None:
    with pytest.raises(QuestionsError, match=rf"questions\.jsonl, line 2: .*{message}"):
        read_questions(_file(tmp_path, _ANSWERED | {"id": "q0"}, _ANSWERED | changes))


def test_an_id_that_stands_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match=r"line 3: id 'q1' stands already in line 1"):
        read_questions(_file(tmp_path, _ANSWERED, _ANSWERED | {"id": "q2"}, _ANSWERED))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match=r"questions\.jsonl: can't be read: No such file or directory"):
        read_questions(tmp_path / "questions.jsonl")


def test_an_other_chapter_needs_its_number() -> None:
    question = Question.model_validate(_UNANSWERED | {"outcome": "other_chapter", "chapter": "9"})
    assert question.chapter == "9"
    with pytest.raises(ValidationError):
        Question.model_validate(_UNANSWERED | {"outcome": "other_chapter", "chapter": "09"})
