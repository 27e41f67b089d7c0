"""Ranking: from a question's vector and terms to every section of the guide in order, and the evidence of an answer."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from search.build import Build
from search.calibration import Evidence
from search.chunk import ChunkKind
from search.encoder import Vector
from search.fusion import Scores, best_of_sections, fuse, standardise
from search.section import Section, Span


@dataclass(frozen=True, slots=True)
class Legs:
    """What each leg gives every chunk: standardised cosines, shares of the question's words, and both fused."""

    dense: Scores
    lexical: Scores
    fused: Scores


@dataclass(frozen=True, slots=True)
class RankedSection:
    """A section with its score; a section without text of its own has none to match and scores 0."""

    section: Section
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All sections, best first, with what speaks for an answer.

    Attributes:
        topic: the absent chapter whose topic is nearest, if any chapter is absent.
        topic_score: its cosine, standardised like those of the chunks; 0, the mean, where no chapter is absent.
    """

    legs: Legs
    sections: tuple[RankedSection, ...]
    evidence: Evidence
    topic: str | None
    topic_score: float


class Ranker:
    """Ranks the sections of one build."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._rows: dict[str, list[int]] = {}
        for row, chunk in enumerate(build.chunks):
            self._rows.setdefault(chunk.section_id, []).append(row)
        self._starts = np.array([rows[0] for rows in self._rows.values()], dtype=np.intp)
        self._without_text = [section for section in build.guide.sections.values() if section.id not in self._rows]

    def rank(self, vector: Vector, terms: Sequence[str]) -> Ranking:
        """Rank all sections; of equal ones the smaller id stands first."""
        cosines = self._build.vectors.scores(vector)
        dense, mean, deviation = standardise(cosines)
        lexical = self._build.lexical.scores(terms)
        fused = fuse(dense, lexical)
        topic, topic_cosine = self._build.topics.best(vector)
        topic_score = (topic_cosine - mean) / deviation if topic else 0.0
        return Ranking(
            legs=Legs(dense, lexical, fused),
            sections=self._in_order(best_of_sections(fused, self._starts)),
            evidence=Evidence(lead=float(dense.max()) - topic_score, share=float(lexical.max())),
            topic=topic,
            topic_score=topic_score,
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
        pieces = self._build.places.rows(section.id, terms) or [
            row for row in self._rows.get(section.id, ()) if self._is_piece(row)
        ]
        if not pieces:
            return section.blocks[0].span
        return self._build.chunks[max(pieces, key=lambda row: float(legs.fused[row]))].span

    def _is_piece(self, row: int) -> bool:
        return self._build.chunks[row].kind is not ChunkKind.SECTION

    def _in_order(self, scores: Scores) -> tuple[RankedSection, ...]:
        sections = self._build.guide.sections
        matched = [RankedSection(sections[name], float(score)) for name, score in zip(self._rows, scores, strict=True)]
        unmatched = [RankedSection(section, 0.0) for section in self._without_text]
        return tuple(sorted([*matched, *unmatched], key=lambda ranked: (-ranked.score, ranked.section.id)))
