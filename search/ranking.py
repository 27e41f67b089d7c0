"""Ranking: from a question's vector and words to every section of the guide in order, and the evidence of an answer."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

import numpy as np

from search.analyser import Token
from search.asked import AskedModel, Vector
from search.build import Build
from search.calibration import Evidence, NewEvidence
from search.chunk_table import WHOLE_SECTION
from search.fusion import best_of_sections
from search.legs import Legs
from search.passages.seam import Rows
from search.posterior import Field, Places, Posterior, PosteriorMaker, SectionLegs
from search.retrieval import Retriever
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
    """The sections that were looked at, best first, with what speaks for an answer here, and for one elsewhere.

    Attributes:
        places: of the sections in the table of chunks, best first.
        scores: theirs, in the same order.
        new: what speaks for sections that nobody has asked about; `None` where there are none beside others.
    """

    legs: Legs
    places: Sequence[int]
    scores: Sequence[float]
    evidence: Evidence
    new: NewEvidence | None
    likeliest_chapter: OtherChapter
    section_at: Callable[[int], Section]

    @property
    def count(self) -> int:
        """How many sections there are."""
        return len(self.places)

    def page(self, start: int, end: int) -> list[RankedSection]:
        """The sections from `start` to before `end`, counted from 0."""
        return list(map(RankedSection, map(self.section_at, self.places[start:end]), self.scores[start:end]))

    @property
    def sections(self) -> list[RankedSection]:
        """All of them."""
        return self.page(0, self.count)


@dataclass(frozen=True, slots=True)
class _Grouping:
    """Rows by section.

    Attributes:
        places: of the sections that have some of the rows, ascending.
        starts: where each section's rows begin.
        looked_at: places of all sections to be ranked, ascending; those of `places` among them.
        matched: place in `looked_at` of each of `places`.
        field: the same as the posterior takes it; `None` without asked questions.
    """

    places: Places
    starts: Places
    looked_at: Places
    matched: Places
    field: Field | None


class Ranker:
    """Ranks the sections of one build."""

    def __init__(self, build: Build, *, with_asked: bool = True) -> None:
        """Prepare a build.

        Args:
            with_asked: whether the asked leg is used where the build has one that was fitted for its encoder.
        """
        self._build = build
        self._table = build.table
        self._retriever = Retriever(build.passages, build.lexicon, build.moments)
        self._order_of_id = build.table.order_of_id()
        model = build.asked if with_asked else None
        if model is not None and model.encoder == build.manifest.encoder.id:
            self._asked: AskedModel | None = model
            self._posteriors = PosteriorMaker(model, build.table, build.calibration.new_sections)
        else:
            self._asked = None
        self._all = self._grouping(np.arange(build.passages.count)) if self._retriever.looks_at_all else None

    @property
    def with_asked(self) -> bool:
        """Whether the asked leg is used."""
        return self._asked is not None

    def rank(self, question: Asked, timings: Timings | None = None) -> Ranking:
        """Rank all sections, of a large build those that a leg or the asked questions speak for.

        Of equal ones the smaller id stands first.

        Raises:
            PassagesUnavailableError: what keeps the passages doesn't answer.
        """
        timings = timings or Timings()
        with timings.stage("retrieve"):
            legs = self._retriever.legs(question.vector, question.terms)
        with timings.stage("rank"):
            topic, cosine = self._build.topics.best(question.vector)
            return self._ranking(question, legs, OtherChapter(topic, legs.standardised(cosine) if topic else 0.0))

    def _ranking(self, question: Asked, legs: Legs, topic: OtherChapter) -> Ranking:
        """Both legs and what was asked before, brought together.

        Args:
            topic: the absent chapter of which a topic is nearest to the question.
        """
        grouping = self._all or self._grouping(legs.rows)
        posterior = self._posterior(question, legs, grouping)
        if posterior is None:
            scores, chapter = np.zeros(len(grouping.looked_at), np.float32), topic
            scores[grouping.matched] = best_of_sections(legs.fused, grouping.starts)
        else:
            scores, chapter = posterior.sections, OtherChapter(*posterior.likeliest_chapter())
        order = np.lexsort((self._order_of_id[grouping.looked_at], -scores))
        return Ranking(
            legs=legs,
            places=grouping.looked_at[order].tolist(),
            scores=scores[order].tolist(),
            evidence=Evidence(
                lead=float(legs.dense.max()) - topic.score,
                share=float(legs.lexical.max()),
                asked=None if posterior is None else posterior.answerable,
            ),
            new=None if posterior is None else posterior.new,
            likeliest_chapter=chapter,
            section_at=self._section_at,
        )

    def best_row(self, section: Section, legs: Legs) -> int | None:
        """Place in the legs of the section's best chunk; `None` for one without text, or that no leg found."""
        found = self._found(section, legs)
        return found.start + int(legs.fused[found.start : found.stop].argmax()) if found else None

    def best_piece(self, section: Section, legs: Legs, terms: Set[str]) -> Span:
        """Where its best piece stands; a section without text of its own shows its heading.

        Args:
            terms: the question's terms in its order; an office that they name stands before all other pieces.
        """
        named = self._build.places.rows(section.id, terms)
        pieces = named or self._pieces(section)
        if not pieces:
            return section.blocks[0].span
        found = self._found(section, legs)
        scores = {int(legs.rows[place]): float(legs.fused[place]) for place in found}
        return self._build.chunks[max(pieces, key=lambda row: scores.get(row, -1.0))].span

    def _section_at(self, place: int) -> Section:
        return self._build.guide.sections[self._table.section_id(place)]

    def _rows(self, section: Section) -> range:
        """The rows of the section's chunks."""
        place = self._table.place_of(section.id)
        return self._table.rows_of(place) if place is not None else range(0)

    def _pieces(self, section: Section) -> list[int]:
        """The rows of the section's chunks but of the whole section."""
        return [row for row in self._rows(section) if self._table.kinds[row] != WHOLE_SECTION]

    def _found(self, section: Section, legs: Legs) -> range:
        """Places in the legs of the section's chunks."""
        rows = self._rows(section)
        start, end = np.searchsorted(legs.rows, (rows.start, rows.stop)).tolist()
        return range(start, end)

    def _grouping(self, rows: Rows) -> _Grouping:
        """The sections of these rows, and those that are always looked at: all of a small build, else the asked."""
        section_of_row = self._table.section_of_row[rows]
        starts = np.flatnonzero(np.diff(section_of_row, prepend=-1)).astype(np.intp)
        places = section_of_row[starts].astype(np.intp)
        if self._retriever.looks_at_all:
            looked_at = np.arange(self._table.sections)
        else:
            looked_at = np.union1d(places, self._posteriors.asked) if self._asked else places
        return _Grouping(
            places,
            starts,
            looked_at,
            matched=np.searchsorted(looked_at, places),
            field=self._posteriors.field(looked_at, places) if self._asked else None,
        )

    def _posterior(self, question: Asked, legs: Legs, grouping: _Grouping) -> Posterior | None:
        if self._asked is None or grouping.field is None:
            return None
        probabilities = self._asked.probabilities(question.vector, question.tokens, question.text)
        starts = grouping.starts
        return self._posteriors.posterior(
            probabilities,
            grouping.field,
            lambda: SectionLegs(
                best_of_sections(legs.fused, starts),
                best_of_sections(legs.dense, starts),
                best_of_sections(legs.lexical, starts),
            ),
        )
