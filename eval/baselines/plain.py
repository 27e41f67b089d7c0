"""Baselines from the build's own parts: dense only, lexical only, and both in fixed weights.

A section scores as its best chunk. The weighted sum scales both legs to [0, 1] per question first (Fox and Shaw,
"Combination of Multiple Searches", TREC-2, 1994; min-max scaling after Lee, SIGIR 1997).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eval.errors import QuestionFailedError
from eval.measures.retrieval import in_order
from eval.records import Shown, ShownResult
from eval.run.local import LIMIT
from search.engine import Engine
from search.errors import QuestionError
from search.lexicon import share_of
from search.normalise import normalise_question
from search.passages.seam import Query
from search.repair import Repairer, after

DENSE_SHARE = 0.7

Scores = NDArray[np.float32]


def dense_scores(engine: Engine, question: str) -> Scores:
    """Cosine of the question with every chunk."""
    build = engine.build
    return build.passages.candidates(Query(engine.encoder.encode_query(question), ()), build.passages.count).cosines


def lexical_scores(engine: Engine, question: str) -> Scores:
    """BM25 over lemmas of every chunk, as a share of the most that the question could reach."""
    build = engine.build
    columns, whole = build.lexicon.read(build.analyser.terms(question))
    anywhere = np.zeros(build.passages.dimension, np.float32)
    return share_of(build.passages.candidates(Query(anywhere, columns), build.passages.count).weights, whole)


def hybrid_scores(engine: Engine, question: str) -> Scores:
    """0.7 dense and 0.3 lexical, both scaled to [0, 1] over the question's chunks."""
    dense, lexical = min_max(dense_scores(engine, question)), min_max(lexical_scores(engine, question))
    weighted: Scores = DENSE_SHARE * dense + (1 - DENSE_SHARE) * lexical
    return weighted


def min_max(scores: Scores) -> Scores:
    """Scores from 0 to 1; all 0 where they are all the same."""
    low, high = scores.min(), scores.max()
    scaled: Scores = (scores - low) / (high - low) if high > low else np.zeros_like(scores)
    return scaled


@dataclass(frozen=True)
class PlainSystem:
    """A baseline.

    Attributes:
        source: its name.
        scores: from engine and question to a score a chunk.
        repair: whether keyboard layout, transliteration and spelling are mended first.
        has_confidence: whether the best score can be compared between questions, and so tell how sure the system is.
    """

    source: str
    engine: Engine
    scores: Callable[[Engine, str], Scores]
    repair: bool = False
    has_confidence: bool = True

    @property
    def index(self) -> str | None:
        """Id of the build."""
        return self.engine.build.manifest.build

    @property
    def model(self) -> str | None:
        """Id of the encoder."""
        return self.engine.build.manifest.encoder.id

    @cached_property
    def _repairer(self) -> Repairer:
        return Repairer(self.engine.build.vocabulary)

    def ask(self, question: str) -> Shown:
        """The best sections for a question.

        Raises:
            QuestionFailedError: the question can't be searched for.
        """
        try:
            query = normalise_question(question)
        except QuestionError as error:
            raise QuestionFailedError(str(error)) from error
        repairs = self._repairer.repair(query) if self.repair else ()
        searched_for = after(repairs, query)
        scores = self.scores(self.engine, searched_for)
        best: dict[str, float] = {}
        for chunk, score in zip(self.engine.build.chunks, scores, strict=True):
            best[chunk.section_id] = max(best.get(chunk.section_id, -np.inf), float(score))
        return Shown(
            searched_for=searched_for,
            repairs=tuple(repair.kind for repair in repairs),
            confidence=float(scores.max()) if self.has_confidence else None,
            results=tuple(ShownResult(section=section, score=score) for section, score in in_order(best)[:LIMIT]),
        )


def plain_systems(engine: Engine) -> list[PlainSystem]:
    """All baselines that need the build alone."""
    return [
        PlainSystem("dense", engine, dense_scores),
        PlainSystem("dense-repaired", engine, dense_scores, repair=True),
        PlainSystem("lexical", engine, lexical_scores),
        PlainSystem("hybrid", engine, hybrid_scores, has_confidence=False),
        PlainSystem("hybrid-repaired", engine, hybrid_scores, repair=True, has_confidence=False),
    ]
