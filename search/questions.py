"""Labelled questions: the one form that the train, dev and test sets share, a JSON object a line."""

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from search.errors import DovidnykError
from search.facts import ChapterNumber, NonEmpty
from search.validation import first_fault

Kind = Literal[
    "natural", "colloquial", "keyword", "typo", "transliteration", "layout", "surzhyk", "long", "dictated", "mixed"
]
Language = Literal["uk", "ru", "en", "ja"]
Tag = Literal["contact", "multi", "negation", "false_premise", "close"]
Expected = Literal["answered", "other_chapter", "no_match"]
Grade = Annotated[int, Field(ge=1, le=3)]


class QuestionsError(DovidnykError):
    """A file of questions is missing or has a malformed line."""


class Question(BaseModel):
    """A question with its label.

    Attributes:
        group: questions that ask the same in other words share a group.
        relevant: section id to grade: 3 the section to read, 2 answers in part or as well, 1 related.
        facts: short strings that a right answer must show, each verbatim in a relevant section.
        chapter: for `other_chapter`, the chapter that would answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: NonEmpty
    group: NonEmpty
    text: Annotated[str, Field(min_length=1, max_length=1000)]
    kind: Kind
    lang: Language
    tags: tuple[Tag, ...]
    outcome: Expected
    relevant: dict[NonEmpty, Grade]
    facts: tuple[NonEmpty, ...]
    chapter: ChapterNumber | None

    @model_validator(mode="after")
    def _label_is_consistent(self) -> "Question":
        if self.answerable and 3 not in self.relevant.values():
            raise ValueError("outcome 'answered' needs a section of grade 3 in `relevant`")
        if not self.answerable and (self.relevant or self.facts):
            raise ValueError(f"outcome {self.outcome!r} goes with empty `relevant` and `facts`")
        if (self.outcome == "other_chapter") != (self.chapter is not None):
            raise ValueError("`chapter` goes with outcome 'other_chapter', and only with it")
        return self

    @property
    def answerable(self) -> bool:
        """Whether the held chapters answer it."""
        return self.outcome == "answered"


def read_questions(path: Path) -> tuple[Question, ...]:
    """All questions of a file, in order.

    Raises:
        QuestionsError: the file is missing, a line is no JSON object of the form, or an id stands twice; the message
            names file and line.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise QuestionsError(f"{path}: can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        faulty = error.object.count(b"\n", 0, error.start) + 1
        raise QuestionsError(f"{path}, line {faulty}: not UTF-8; save the file as UTF-8") from error
    questions: list[Question] = []
    seen: dict[str, int] = {}
    lines = text.split("\n")  # not splitlines(): JSON strings may hold the line breaks of Unicode
    for number, line in enumerate(lines if lines[-1] else lines[:-1], 1):
        question = _read_line(path, number, line)
        if question.id in seen:
            raise QuestionsError(
                f"{path}, line {number}: id {question.id!r} stands already in line {seen[question.id]}"
            )
        seen[question.id] = number
        questions.append(question)
    return tuple(questions)


def _read_line(path: Path, number: int, line: str) -> Question:
    try:
        return Question.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise QuestionsError(f"{path}, line {number}: not a JSON object: {error}") from error
    except ValidationError as error:
        raise QuestionsError(f"{path}, line {number}: {first_fault(error, Question)}") from error
