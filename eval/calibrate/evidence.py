"""What speaks for an answer to each question of a set, as the engine sees it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from eval.measures.aggregate import Array
from search.calibration import Evidence
from search.engine import Engine
from search.questions import Question


@dataclass(frozen=True, slots=True)
class Observation:
    """A question with its evidence, and the absent chapter that is likeliest to answer it.

    Attributes:
        chapter: `None` where no chapter is absent.
        chapter_score: on the scale of the engine: its share against nowhere with asked questions, else the
            standardised cosine of its nearest topic.
    """

    question: Question
    evidence: Evidence
    chapter: str | None
    chapter_score: float


def observe(engine: Engine, questions: Iterable[Question]) -> list[Observation]:
    """The evidence of each question.

    Raises:
        QuestionError: a question can't be searched for.
    """
    observations = []
    for question in questions:
        ranking = engine.rank(question.text)
        chapter = ranking.likeliest_chapter
        observations.append(Observation(question, ranking.evidence, chapter.number, chapter.score))
    return observations


def answerable(observations: Iterable[Observation]) -> Array:
    """1 where the guide answers, else 0, shape `(n,)`."""
    return np.array([float(one.question.answerable) for one in observations])
