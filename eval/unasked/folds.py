"""Leaving a point of the guide out of the asked questions."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.asked import Example
from search.asked import chapter_label
from search.guide import Guide
from search.questions import Question

_ANSWERS = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a chapter with all its subsections."""

    id: str
    chapter: str
    sections: frozenset[str]

    def answers(self, question: Question) -> bool:
        """Whether one of its sections answers the question, in part or whole."""
        return any(grade >= _ANSWERS and section in self.sections for section, grade in question.relevant.items())


def points_of(guide: Guide) -> tuple[Point, ...]:
    """The points of all chapters that are held, in order."""
    chapters = [section for section in guide.sections.values() if section.parent is None]
    return tuple(
        Point(point, chapter.id, frozenset(_subtree(guide, point)))
        for chapter in chapters
        for point in chapter.children
    )


def without(questions: Iterable[Question], point: Point) -> tuple[Question, ...]:
    """The questions that the point doesn't answer."""
    return tuple(question for question in questions if not point.answers(question))


def as_absent(examples: Iterable[Example], point: Point) -> tuple[Example, ...]:
    """The point's examples labelled as they would be while its chapter was absent: with the chapter alone."""
    label = chapter_label(point.chapter)
    return tuple(
        Example(one.text, one.tokens, label, one.weight) if one.label in point.sections else one for one in examples
    )


def halves(questions: Sequence[Question]) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Two halves that share no group; always the same."""
    first = {question.group for question in questions if hashlib.sha256(question.group.encode()).digest()[0] % 2 == 0}
    return (
        tuple(question for question in questions if question.group in first),
        tuple(question for question in questions if question.group not in first),
    )


def _subtree(guide: Guide, section_id: str) -> list[str]:
    children = guide.sections[section_id].children
    return [section_id, *(below for child in children for below in _subtree(guide, child))]
