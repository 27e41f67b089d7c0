"""From a question and its ranked sections to an answer: quotations of the guide, checked before they are given."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache

import numpy as np

from search.answer.cues import CueReader
from search.answer.model import Array, feature_names, piece_features, softmax
from search.answer.piece import AnswerPiece
from search.answer.selection import Lists, choose, find_lists, put_first
from search.answer.store import SectionPieces
from search.build import Build
from search.chunk_table import CONTACT
from search.ranking import Asked, RankedSection
from search.response import Answer, AnswerSource, Deadline, Quote
from search.response_parts import links_of, see_also_of

_PREPARED = 1_000
"""Sections that are kept ready; where there are no more, all are made ready beforehand."""

_BOTH = "both"
_SHARES_OF_BOTH = (0.7, 0.7)
_SHARES_OF_EITHER = (0.9, 0.4)
"""What two sections may take of an answer's length: alike where the question asks for two things; else the second,
shown in case it is the one that is meant, gets the lesser part."""


class Answerer:
    """Puts answers together from one build; what doesn't depend on the question is made beforehand."""

    def __init__(self, build: Build) -> None:
        """Prepare the sections of a build."""
        self._build = build
        self._model = build.answer_model
        self._cues = CueReader.of(build.answers.cues)
        self._whole_lists = [cue.name for cue in build.answers.cues.cues if cue.whole_list]
        self._held = build.answers.sections
        self._section = lru_cache(_PREPARED)(self._prepare)
        for section_id in self._held if len(self._held) <= _PREPARED else ():
            self._section(section_id)

    def answer(self, asked: Asked, terms: Set[str], ranked: Sequence[RankedSection]) -> Answer | None:
        """The answer of the best section, or of the best two; `None` where nothing can be quoted.

        Args:
            asked: the question as the legs take it.
            terms: its own terms and the guide's, in its order.
            ranked: sections, best first; the first two are looked at.
        """
        cues = self._cues.asked_by(asked.text)
        sections = [self._section(one.section.id) for one in ranked[:2] if one.section.id in self._held]
        if not sections or sections[0].id != ranked[0].section.id:
            return None
        if len(sections) > 1 and not self._needs_second(ranked[1].score, cues):
            del sections[1:]
        shares = (1.0,) if len(sections) == 1 else _SHARES_OF_BOTH if _BOTH in cues else _SHARES_OF_EITHER
        shown = [
            piece
            for section, share in zip(sections, shares, strict=True)
            for piece in self._pieces(section, asked, terms, cues, share)
        ]
        if not all(self._is_verbatim(piece) for piece in shown):
            return None
        quotes = [quote for section in sections for quote in section.quotes(shown)]
        return Answer(
            text="\n".join(" ".join(quote.text.split()) for quote in quotes),
            quotes=tuple(quotes),
            deadlines=tuple(deadline for piece in shown for deadline in _deadlines(piece)),
            sources=tuple(section.source for section in sections),
        )

    def probabilities(self, section_id: str, asked: Asked, terms: Set[str]) -> Array:
        """How probably each of a section's own pieces answers, for those who judge the weights."""
        section = self._section(section_id)
        return softmax(self.features(section_id, asked, terms) @ section.weights)

    def features(self, section_id: str, asked: Asked, terms: Set[str]) -> Array:
        """Features of a section's own pieces, for those who fit the weights."""
        section = self._section(section_id)
        return section.features(asked, terms, self._cues.asked_by(asked.text))

    def _prepare(self, section_id: str) -> "_Section":
        return _Section(self._build, section_id, self._held[section_id])

    def _needs_second(self, score: float, cues: frozenset[str]) -> bool:
        model = self._model
        return score >= (model.second_from if _BOTH in cues else model.second_alone_from)

    def _pieces(
        self, section: "_Section", asked: Asked, terms: Set[str], cues: frozenset[str], share: float
    ) -> list[AnswerPiece]:
        """The chosen pieces in the order in which they are shown: what says what the question asks for comes first."""
        likely = softmax(section.features(asked, terms, cues) @ section.weights)
        named = section.rows_named(terms)
        if named:
            likely = _only(likely, named)
        best = int(likely.argmax())
        places = choose(section.pieces, section.lists, likely, self._model, self._whole(section, best, cues), share)
        if cues.intersection(section.pieces.all[section.pieces.own[best]].says):
            places = put_first(section.pieces, places, section.pieces.own[best])
        return [section.pieces.all[place] for place in places]

    def _whole(self, section: "_Section", best: int, cues: frozenset[str]) -> tuple[int, ...]:
        """The rows of the list that a question asks for as a whole, if it does and there is one."""
        for cue in self._whole_lists:
            if cue in cues:
                rows = section.lists.by_cue.get(cue, ()) or section.lists.of_row[best]
                if len(rows) > 1:
                    return rows
        return ()

    def _is_verbatim(self, piece: AnswerPiece) -> bool:
        guide = self._build.guide
        chapter = guide.sections[piece.section_id].chapter
        return all(guide.quote(chapter, part.span) == part.text for part in piece.parts)


class _Section:
    """A section, ready to be answered from."""

    def __init__(self, build: Build, section_id: str, pieces: SectionPieces) -> None:
        guide = build.guide
        section = guide.sections[section_id]
        self.id = section_id
        self.pieces = pieces
        self.lists = _lists(build, pieces)
        self.weights = build.answer_model.weights_of(feature_names(pieces))
        self.source = AnswerSource(
            section_id=section_id,
            citation=section.citation,
            page=f"/guide/{section_id}",
            link=links_of(guide, section)[0],
            see_also=see_also_of(guide, section),
        )
        self._quotes = {id(piece): _quotes(piece) for piece in pieces.all}
        model = build.answers.asked.get(section_id)
        self._asked = model if model and model.encoder == build.manifest.encoder.id else None
        self._rows = np.array([int(label) for label in self._asked.labels], np.intp) if self._asked else None
        self._places = build.places
        self._row_of_chunk = _rows_of_contacts(build, section_id, pieces)

    def features(self, asked: Asked, terms: Set[str], cues: frozenset[str]) -> Array:
        """Features of the own pieces for a question."""
        likely = np.zeros(len(self.pieces.own), np.float32)
        if self._asked is None:
            likely += 1 / len(likely)
        else:
            likely[self._rows] = self._asked.probabilities(asked.vector, asked.tokens, asked.text)
        return piece_features(self.pieces, likely, asked.vector, terms, cues)

    def rows_named(self, terms: Set[str]) -> list[int]:
        """Rows of the offices that a question names, and of their departments."""
        if not self._row_of_chunk:
            return []
        heads = [self._row_of_chunk[row] for row in self._places.rows(self.id, terms) if row in self._row_of_chunk]
        places = {self.pieces.own[row] for row in heads}
        return [
            row
            for row, place in enumerate(self.pieces.own)
            if place in places or places.intersection(self.pieces.all[place].leads)
        ]

    def quotes(self, shown: Sequence[AnswerPiece]) -> list[Quote]:
        """The quotations of its pieces among those that are shown."""
        return [quote for piece in shown if piece.section_id == self.id for quote in self._quotes[id(piece)]]


def _quotes(piece: AnswerPiece) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            section_id=piece.section_id, start=part.span.start, end=part.span.end, text=part.text, kind=part.kind.value
        )
        for part in piece.parts
    )


def _deadlines(piece: AnswerPiece) -> list[Deadline]:
    return [
        Deadline(text=found.text, days=found.days, start=found.span.start, end=found.span.end)
        for found in piece.deadlines
    ]


def _lists(build: Build, pieces: SectionPieces) -> Lists:
    def stands_under(place: int, patterns: Sequence[str]) -> bool:
        over = " ".join(part.text for lead in pieces.all[place].leads for part in pieces.all[lead].parts)
        return any(re.search(pattern, over) for pattern in patterns)

    return find_lists(
        pieces,
        {
            cue.name: tuple(stands_under(place, cue.under) for place in pieces.own)
            for cue in build.answers.cues.cues
            if cue.under
        },
    )


def _rows_of_contacts(build: Build, section_id: str, pieces: SectionPieces) -> dict[int, int]:
    """Place of a contact's chunk in the build to the row of the piece with that office."""
    rows = {pieces.all[place].parts[0].span.start: row for row, place in enumerate(pieces.own)}
    place = build.table.place_of(section_id)
    chunks = build.table.rows_of(place) if place is not None else range(0)
    starts = {row: build.chunks[row].span.start for row in chunks if build.table.kinds[row] == CONTACT}
    return {row: rows[start] for row, start in starts.items() if start in rows}


def _only(likely: Array, rows: list[int]) -> Array:
    """The probabilities with those rows made likeliest: a named office stands before all others."""
    kept = np.full_like(likely, 1e-6)
    kept[rows] = likely[rows] + 1.0
    shares: Array = kept / kept.sum()
    return shares
