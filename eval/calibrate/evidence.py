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
    """A question with its evidence, and the absent chapter whose topic is nearest with its standardised cosine."""

    question: Question
    evidence: Evidence
    topic: str | None
    topic_score: float


def observe(engine: Engine, questions: Iterable[Question]) -> list[Observation]:
    """The evidence of each question.

    Raises:
        QuestionError: a question can't be searched for.
    """
    observations = []
    for question in questions:
        ranking = engine.rank(question.text)
        observations.append(Observation(question, ranking.evidence, ranking.topic, ranking.topic_score))
    return observations


def answerable(observations: Iterable[Observation]) -> Array:
    """1 where the guide answers, else 0, shape `(n,)`."""
    return np.array([float(one.question.answerable) for one in observations])
