"""What a question's label says beyond text and grades, for forms that don't know of it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import EvalError
from search.facts import ChapterNumber, NonEmpty
from search.questions import Expected, Kind, Language, Question, Tag
from search.validation import first_fault

_READ = 3


class Label(BaseModel):
    """The rest of a question's label."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: NonEmpty
    kind: Kind
    lang: Language
    tags: tuple[Tag, ...]
    outcome: Expected
    facts: tuple[NonEmpty, ...]
    chapter: ChapterNumber | None


def label_of(question: Question) -> Label:
    """The label of a question, without what every form carries."""
    return Label.model_validate(question.model_dump(include=set(Label.model_fields)))


def read_label(data: Any, where: str) -> Label:
    """Read a label.

    Raises:
        EvalError: it is of another form.
    """
    try:
        return Label.model_validate(data)
    except ValidationError as error:
        raise EvalError(f"{where}: {first_fault(error, Label)}") from error


def question_from(identity: str, text: str, relevant: Mapping[str, int], label: Label | None, where: str) -> Question:
    """A question of the project's form.

    A question of another origin has no label: it stands for itself, in plain Ukrainian, and is answerable where a
    section is relevant to it. Our form wants a section to read (grade 3): where the best grade is lower, the sections
    that have it are those.

    Raises:
        EvalError: the parts don't make a question.
    """
    grades = {section: grade for section, grade in relevant.items() if grade > 0}
    if label is None:
        best = max(grades.values(), default=0)
        grades = {section: max(grade, _READ) if grade == best else grade for section, grade in grades.items()}
        label = Label(
            group=identity,
            kind="natural",
            lang="uk",
            tags=(),
            outcome="answered" if grades else "no_match",
            facts=(),
            chapter=None,
        )
    try:
        return Question.model_validate({"id": identity, "text": text, "relevant": grades, **label.model_dump()})
    except ValidationError as error:
        raise EvalError(f"{where}: question {identity!r}: {first_fault(error, Question)}") from error
