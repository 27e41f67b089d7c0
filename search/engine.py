"""From a question to ranked sections and an outcome. Holds one build and its encoder; safe to use from many threads."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from search.analyser import Token
from search.answer.answerer import Answerer
from search.build import Build
from search.encoder import Encoder
from search.errors import BuildError
from search.excerpt import Piece, make_excerpt, read_words
from search.legs import Legs
from search.normalise import normalise_question
from search.ranking import Asked, RankedSection, Ranker, Ranking
from search.repair import Repairer, after
from search.response import (
    Answer,
    EmergencyNumber,
    Excerpt,
    LinkOut,
    Outcome,
    Pointer,
    Repair,
    Result,
    ScoreParts,
    SearchResponse,
    SectionRef,
    SeeAlso,
    Thresholds,
)
from search.response_parts import guide_stamp, help_desk_quote, links_of, see_also_of, trail_of
from search.section import Span
from search.suggest import Suggester
from search.timings import Timings

Leg = Literal["dense", "lexical"]
LEGS: tuple[Leg, Leg] = ("dense", "lexical")

_CANARY_LENGTH = 200
_SCORE_DIGITS = 12
_PIECES_KEPT = 20_000
_EXCERPTS_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How many results, from where, whether the question may be repaired, and whether to explain the scores."""

    limit: int = 5
    offset: int = 0
    repair: bool = True
    explain: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """A question as it was understood: repaired, its words, its own terms, and the guide's words for them."""

    query: str
    repairs: tuple[Repair, ...]
    tokens: list[Token]
    terms: list[str]
    guide_terms: list[str]

    @property
    def searched_for(self) -> str:
        return after(self.repairs, self.query)

    @property
    def all_terms(self) -> Set[str]:
        """Its own terms and the guide's, in their order."""
        return dict.fromkeys([*self.terms, *self.guide_terms]).keys()


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a question comes to; `chapter` is the absent one that would answer it, `answer` only where it's answered."""

    confidence: float
    outcome: Outcome
    chapter: str | None
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a result shows of its section whatever the question."""

    ref: SectionRef
    links: tuple[LinkOut, ...]
    see_also: tuple[SeeAlso, ...]


class Engine:
    """Answers questions from one build."""

    def __init__(self, build: Build, encoder: Encoder, *, with_asked: bool = True) -> None:
        """Put a build and its encoder together, and warm both up.

        Args:
            with_asked: whether the asked leg is used where the build has one for this encoder.

        Raises:
            BuildError: the encoder isn't the one that the build's vectors were made with.
        """
        wanted, found = build.manifest.encoder.id, encoder.description.id
        if wanted != found:
            raise BuildError(
                f"the index was made with encoder {wanted}, but {found} is loaded; run 'dovidnyk ingest' with it"
            )
        self.build = build
        self.encoder = encoder
        self._ranker = Ranker(build, with_asked=with_asked)
        self._piece = lru_cache(maxsize=_PIECES_KEPT)(self._read_piece)
        self._excerpt = lru_cache(maxsize=_EXCERPTS_KEPT)(self._make_excerpt)
        self._shown = lru_cache(maxsize=_PIECES_KEPT)(self._show)
        self._repairer = Repairer(build.vocabulary)
        self.answerer = Answerer(build)
        self.suggester = Suggester(build.suggestions, build.analyser, self._repairer.unfinished.readings)
        self._calibrated = build.calibration.encoder == found
        self.search("zahubyv posvidku", SearchOptions(limit=1))

    def search(
        self, question: str, options: SearchOptions | None = None, timings: Timings | None = None
    ) -> SearchResponse:
        """Answer a question.

        Raises:
            QuestionError: the question is empty or too long.
        """
        options, timings = options or SearchOptions(), timings or Timings()
        with timings.stage("normalise"):
            read = self._read(question, repair=options.repair)
        asked = self._ask(read, timings)
        ranking = self._rank(asked, timings)
        with timings.stage("answer"):
            verdict = self._judge(read, asked, ranking)
        with timings.stage("respond"):
            return self._respond(read, ranking, verdict, options)

    def rank(self, question: str) -> Ranking:
        """All sections for a question, with what speaks for an answer: the evidence that a calibration is fitted on.

        Raises:
            QuestionError: the question is empty or too long.
        """
        timings = Timings()
        return self._rank(self._ask(self._read(question, repair=True), timings), timings)

    def answer_from(self, question: str, sections: Sequence[str]) -> Answer | None:
        """The answer as if these sections were found, the best first: for judging answers apart from the ranking.

        Raises:
            QuestionError: the question is empty or too long.
        """
        read = self._read(question, repair=True)
        found = [RankedSection(self.build.guide.sections[section], 1.0) for section in sections]
        return self.answerer.answer(self._ask(read, Timings()), read.all_terms, found)

    def check_legs(self) -> None:
        """Ask the index for its own first words and see that both legs find them.

        Raises:
            BuildError: a leg finds nothing or something else.
        """
        for fault in self.leg_faults().values():
            if fault is not None:
                raise BuildError(fault)

    def leg_faults(self) -> dict[Leg, str | None]:
        """What is wrong with each leg, asked for the index's own first words; `None` for one that finds them."""
        chunk = self.build.chunks[0]
        timings = Timings()
        asked = self._ask(self._read(chunk.text[:_CANARY_LENGTH], repair=False), timings)
        legs = self._rank(asked, timings).legs
        return {name: self._leg_fault(name, self.best_section(name, legs)) for name in LEGS}

    def best_section(self, leg: Leg, legs: Legs) -> str | None:
        """The section of the chunk that a leg puts first; `None` where it finds nothing."""
        scores = legs.dense if leg == "dense" else legs.lexical
        best = int(scores.argmax())
        return self.build.chunks[int(legs.rows[best])].section_id if scores[best] > 0 else None

    def _leg_fault(self, leg: Leg, found: str | None) -> str | None:
        wanted = self.build.chunks[0].section_id
        if found == wanted:
            return None
        return (
            f"the {leg} leg doesn't find the index's own text: asked for {wanted}, got {found or 'nothing'}; "
            "run 'dovidnyk ingest' to build the index again"
        )

    def _read(self, question: str, *, repair: bool) -> _Read:
        query = normalise_question(question)
        repairs = self._repairer.repair(query) if repair else ()
        analyser = self.build.analyser
        tokens = list(analyser.tokens(after(repairs, query)))
        terms = analyser.meaningful(tokens)
        return _Read(query, repairs, tokens, terms, self.build.glossary.translate(terms))

    def _ask(self, read: _Read, timings: Timings) -> Asked:
        with timings.stage("encode"):
            vector = self.encoder.encode_query(read.searched_for)
        return Asked(read.searched_for, vector, read.tokens, read.guide_terms)

    def _rank(self, asked: Asked, timings: Timings) -> Ranking:
        return self._ranker.rank(asked, timings)

    def _judge(self, read: _Read, asked: Asked, ranking: Ranking) -> _Verdict:
        confidence = self.build.calibration.confidence(ranking.evidence)
        outcome, chapter = self._outcome(confidence, ranking)
        answer = self.answerer.answer(asked, read.all_terms, ranking.page(0, 2)) if outcome == "answered" else None
        if outcome == "answered" and answer is None:
            outcome = "uncertain"  # the best section has nothing to quote, as a bare heading hasn't
        return _Verdict(confidence, outcome, chapter, answer)

    def _respond(self, read: _Read, ranking: Ranking, verdict: _Verdict, options: SearchOptions) -> SearchResponse:
        build, end, terms = self.build, options.offset + options.limit, read.all_terms
        total = ranking.count
        page = ranking.page(options.offset, end)
        return SearchResponse(
            query=read.query,
            searched_for=read.searched_for,
            repairs=read.repairs,
            outcome=verdict.outcome,
            confidence=round(verdict.confidence, 4),
            answer=verdict.answer,
            results=tuple(
                self._result(rank, ranked, terms, ranking, explain=options.explain)
                for rank, ranked in enumerate(page, options.offset + 1)
            ),
            pointer=self._pointer(verdict.outcome, verdict.chapter),
            total=total,
            next_offset=end if end < total else None,
            guide=guide_stamp(build.guide.facts),
            index=build.manifest.build,
            thresholds=self._thresholds(ranking) if options.explain else None,
        )

    def _outcome(self, confidence: float, ranking: Ranking) -> tuple[Outcome, str | None]:
        """The outcome, and for `other_chapter` which."""
        if not self._calibrated:
            return "uncertain", None
        thresholds = self.build.calibration.thresholds(ranking.evidence)
        if confidence >= thresholds.answered_from:
            return "answered", None
        if confidence >= thresholds.refused_below:
            return "uncertain", None
        chapter = self._other_chapter(ranking)
        return ("other_chapter", chapter) if chapter else ("no_match", None)

    def _other_chapter(self, ranking: Ranking) -> str | None:
        """The absent chapter that a question without an answer is for, if any."""
        calibration, chapter = self.build.calibration, ranking.likeliest_chapter
        least = calibration.unasked.topic_from if ranking.evidence.asked is None else calibration.asked.chapter_from
        return chapter.number if chapter.score >= least else None

    def _thresholds(self, ranking: Ranking) -> Thresholds:
        calibration = self.build.calibration
        thresholds = calibration.thresholds(ranking.evidence)
        return Thresholds(
            answered_from=thresholds.answered_from,
            refused_below=thresholds.refused_below,
            topic_from=calibration.unasked.topic_from,
            chapter_from=calibration.asked.chapter_from,
            calibrated=self._calibrated,
        )

    def _pointer(self, outcome: Outcome, other_chapter: str | None) -> Pointer | None:
        facts = self.build.guide.facts
        if other_chapter is not None:
            chapter = facts.chapter(other_chapter)
            return Pointer(
                chapter=chapter.number,
                topic=chapter.topic,
                url=str(facts.official_page),
                quote=None,
                emergencies=tuple(EmergencyNumber(**number.model_dump()) for number in chapter.emergencies),
            )
        if outcome == "no_match":
            return Pointer(
                chapter=None, topic=None, url=str(facts.official_page), quote=help_desk_quote(self.build.guide)
            )
        return None

    def _result(self, rank: int, ranked: RankedSection, terms: Set[str], ranking: Ranking, *, explain: bool) -> Result:
        section, legs = ranked.section, ranking.legs
        shown = self._shown(section.id)
        return Result(
            rank=rank,
            score=round(ranked.score, _SCORE_DIGITS),
            section=shown.ref,
            excerpt=self._excerpt_of(section.chapter, self._ranker.best_piece(section, legs, terms), terms),
            links=shown.links,
            see_also=shown.see_also,
            explain=self._score_parts(ranked, ranking) if explain else None,
        )

    def _excerpt_of(self, chapter: str, span: Span, terms: Set[str]) -> Excerpt:
        """Questions that have the same words in common with a piece share its excerpt."""
        return self._excerpt(chapter, span, self._piece(chapter, span).terms.intersection(terms))

    def _make_excerpt(self, chapter: str, span: Span, terms: frozenset[str]) -> Excerpt:
        return make_excerpt(self._piece(chapter, span), terms)

    def _read_piece(self, chapter: str, span: Span) -> Piece:
        return read_words(self.build.guide.quote(chapter, span), span.start, self.build.analyser)

    def _score_parts(self, ranked: RankedSection, ranking: Ranking) -> ScoreParts:
        asked = None if ranking.evidence.asked is None else round(ranked.score, 4)
        best = self._ranker.best_row(ranked.section, ranking.legs)
        if best is None:
            return ScoreParts(dense=0.0, lexical=0.0, asked=asked)
        dense, lexical = float(ranking.legs.dense[best]), float(ranking.legs.lexical[best])
        return ScoreParts(dense=round(dense, 4), lexical=round(lexical, 4), asked=asked)

    def _show(self, section_id: str) -> _Shown:
        guide = self.build.guide
        section = guide.sections[section_id]
        ref = SectionRef(
            id=section.id,
            number=section.number,
            title=section.title,
            trail=trail_of(guide, section),
            citation=section.citation,
            page=f"/guide/{section.id}",
        )
        return _Shown(ref, links_of(guide, section), see_also_of(guide, section))
