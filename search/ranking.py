"""Ranking: from a question's vector and words to every section of the guide in order, and the evidence of an answer."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from search.analyser import Token
from search.asked import AskedModel, Vector
from search.build import Build
from search.calibration import Evidence, NewEvidence
from search.chunk import ChunkKind
from search.fusion import Scores, best_of_sections, fuse, standardise
from search.posterior import Posterior, PosteriorMaker
from search.section import Section, Span
from search.timings import Timings


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the legs take it.

    Attributes:
        text: what is searched for.
        vector: its unit vector.
        tokens: all its words, stop words included.
        terms: those that carry meaning, in the guide's words.
    """

    text: str
    vector: Vector
    tokens: Sequence[Token]
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class Legs:
    """What each leg gives every chunk: standardised cosines, shares of the question's words, and both fused."""

    dense: Scores
    lexical: Scores
    fused: Scores


@dataclass(frozen=True, slots=True)
class RankedSection:
    """A section with its score: the probability that it answers, or without asked questions the fused score.

    A section without text of its own has none to match and scores 0, unless people asked for it.
    """

    section: Section
    score: float


@dataclass(frozen=True, slots=True)
class OtherChapter:
    """The absent chapter that is likeliest to answer, if any is absent.

    Attributes:
        score: with asked questions its probability against it and nowhere; else the cosine of its nearest topic,
            standardised like those of the chunks. 0 where no chapter is absent.
    """

    number: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All sections, best first, with what speaks for an answer here, and for one in another chapter.

    Attributes:
        order: the sections, best first.
        scores: theirs, in the same order.
        new: what speaks for sections that nobody has asked about; `None` where there are none beside others.
    """

    legs: Legs
    order: Sequence[Section]
    scores: Sequence[float]
    evidence: Evidence
    new: NewEvidence | None
    likeliest_chapter: OtherChapter

    def page(self, start: int, end: int) -> list[RankedSection]:
        """The sections from `start` to before `end`, counted from 0."""
        return list(map(RankedSection, self.order[start:end], self.scores[start:end]))

    @property
    def sections(self) -> list[RankedSection]:
        """All of them."""
        return self.page(0, len(self.order))


class Ranker:
    """Ranks the sections of one build."""

    def __init__(self, build: Build, *, with_asked: bool = True) -> None:
        """Prepare a build.

        Args:
            with_asked: whether the asked leg is used where the build has one that was fitted for its encoder.
        """
        self._build = build
        rows: dict[str, list[int]] = {}
        for row, chunk in enumerate(build.chunks):
            rows.setdefault(chunk.section_id, []).append(row)
        self._rows = rows
        self._starts = np.array([held[0] for held in rows.values()], dtype=np.intp)
        matched = [build.guide.sections[name] for name in rows]
        unmatched = [section for section in build.guide.sections.values() if section.id not in rows]
        self._sections = (*matched, *unmatched)
        self._by_id = np.array(sorted(range(len(self._sections)), key=lambda place: self._sections[place].id))
        self._pieces = {
            section_id: [row for row in held if build.chunks[row].kind is not ChunkKind.SECTION]
            for section_id, held in rows.items()
        }
        model = build.asked if with_asked else None
        if model is not None and model.encoder == build.manifest.encoder.id:
            self._asked: AskedModel | None = model
            self._posteriors = PosteriorMaker(model, self._sections, len(matched), build.calibration.new_sections)
        else:
            self._asked = None

    @property
    def with_asked(self) -> bool:
        """Whether the asked leg is used."""
        return self._asked is not None

    def rank(self, question: Asked, timings: Timings | None = None) -> Ranking:
        """Rank all sections; of equal ones the smaller id stands first."""
        timings = timings or Timings()
        with timings.stage("dense"):
            dense, mean, deviation = standardise(self._build.vectors.scores(question.vector))
            topic, topic_cosine = self._build.topics.best(question.vector)
        with timings.stage("lexical"):
            lexical = self._build.lexical.scores(question.terms)
        with timings.stage("rank"):
            topic_score = (topic_cosine - mean) / deviation if topic else 0.0
            return self._ranking(question, dense, lexical, OtherChapter(topic, topic_score))

    def _ranking(self, question: Asked, dense: Scores, lexical: Scores, topic: OtherChapter) -> Ranking:
        """Both legs and what was asked before, brought together.

        Args:
            topic: the absent chapter of which a topic is nearest to the question.
        """
        fused = fuse(dense, lexical)
        posterior = self._posterior(question, fused, dense, lexical)
        if posterior is None:
            scores, chapter = self._padded(best_of_sections(fused, self._starts)), topic
        else:
            scores, chapter = posterior.sections, OtherChapter(*posterior.likeliest_chapter())
        order = self._by_id[np.argsort(-scores[self._by_id], kind="stable")]
        return Ranking(
            legs=Legs(dense, lexical, fused),
            order=[self._sections[place] for place in order.tolist()],
            scores=scores[order].tolist(),
            evidence=Evidence(
                lead=float(dense.max()) - topic.score,
                share=float(lexical.max()),
                asked=None if posterior is None else posterior.answerable,
            ),
            new=None if posterior is None else posterior.new,
            likeliest_chapter=chapter,
        )

    def best_row(self, section: Section, legs: Legs) -> int | None:
        """The row of the section's best chunk, or `None` for a section without text of its own."""
        rows = self._rows.get(section.id)
        return max(rows, key=lambda row: float(legs.fused[row])) if rows else None

    def best_piece(self, section: Section, legs: Legs, terms: Set[str]) -> Span:
        """Where its best piece stands; a section without text of its own shows its heading.

        Args:
            terms: the question's terms in its order; an office that they name stands before all other pieces.
        """
        pieces = self._build.places.rows(section.id, terms) or self._pieces.get(section.id)
        if not pieces:
            return section.blocks[0].span
        best = pieces[0] if len(pieces) == 1 else pieces[int(legs.fused[pieces].argmax())]
        return self._build.chunks[best].span

    def _posterior(self, question: Asked, fused: Scores, dense: Scores, lexical: Scores) -> Posterior | None:
        if self._asked is None:
            return None
        probabilities = self._asked.probabilities(question.vector, question.tokens, question.text)
        return self._posteriors.posterior(
            probabilities,
            lambda: (
                best_of_sections(fused, self._starts),
                best_of_sections(dense, self._starts),
                best_of_sections(lexical, self._starts),
            ),
        )

    def _padded(self, scores: Scores) -> Scores:
        """Scores of all sections: 0 for those without text of their own."""
        padded = np.zeros(len(self._sections), dtype=np.float32)
        padded[: len(scores)] = scores
        return padded
