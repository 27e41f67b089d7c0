"""From a question to ranked sections and an outcome. Holds one build and its encoder; safe to use from many threads."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from search.build import Build, current_build, load_build
from search.encoder import Encoder
from search.errors import BuildError
from search.excerpt import Piece, make_excerpt, read_piece
from search.normalise import normalise_question
from search.ranking import Legs, RankedSection, Ranker, Ranking
from search.repair import Repairer, after
from search.response import (
    EmergencyNumber,
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
from search.response_parts import guide_stamp, links_of, see_also_of, trail_of
from search.section import Section, Span

_CANARY_LENGTH = 200
_PIECES_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How many results, from where, whether the question may be repaired, and whether to explain the scores."""

    limit: int = 5
    offset: int = 0
    repair: bool = True
    explain: bool = False


@dataclass(slots=True)
class Timings:
    """Seconds that each stage took, for `Server-Timing`."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage by name."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class _Read:
    """A question as it was understood: repaired, its own terms, and the guide's words for them."""

    query: str
    repairs: tuple[Repair, ...]
    terms: list[str]
    guide_terms: list[str]

    @property
    def searched_for(self) -> str:
        return after(self.repairs, self.query)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a result shows of its section whatever the question."""

    ref: SectionRef
    links: tuple[LinkOut, ...]
    see_also: tuple[SeeAlso, ...]


class Engine:
    """Answers questions from one build."""

    def __init__(self, build: Build, encoder: Encoder) -> None:
        """Put a build and its encoder together, and warm both up.

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
        self._ranker = Ranker(build)
        self._piece = lru_cache(maxsize=_PIECES_KEPT)(self._read_piece)
        self._shown = lru_cache(maxsize=_PIECES_KEPT)(self._show)
        self._repairer = Repairer(build.vocabulary)
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
        ranking = self._rank(read.searched_for, read.guide_terms, timings)
        with timings.stage("respond"):
            return self._respond(read, {*read.terms, *read.guide_terms}, ranking, options)

    def rank(self, question: str) -> Ranking:
        """All sections for a question, with what speaks for an answer: the evidence that a calibration is fitted on.

        Raises:
            QuestionError: the question is empty or too long.
        """
        read = self._read(question, repair=True)
        return self._rank(read.searched_for, read.guide_terms, Timings())

    def check_legs(self) -> None:
        """Ask the index for its own first words and see that both legs find them.

        Raises:
            BuildError: a leg finds nothing or something else.
        """
        chunk = self.build.chunks[0]
        question = normalise_question(chunk.text[:_CANARY_LENGTH])
        legs = self._rank(question, self.build.analyser.terms(question), Timings()).legs
        for leg, scores in (("dense", legs.dense), ("lexical", legs.lexical)):
            found = self.build.chunks[int(scores.argmax())].section_id
            if scores.max() <= 0 or found != chunk.section_id:
                raise BuildError(
                    f"the {leg} leg doesn't find the index's own text: asked for {chunk.section_id}, got {found}; "
                    "run 'dovidnyk ingest' to build the index again"
                )

    def _read(self, question: str, *, repair: bool) -> _Read:
        query = normalise_question(question)
        repairs = self._repairer.repair(query) if repair else ()
        terms = self.build.analyser.terms(after(repairs, query))
        return _Read(query, repairs, terms, self.build.glossary.translate(terms))

    def _rank(self, question: str, terms: Sequence[str], timings: Timings) -> Ranking:
        with timings.stage("encode"):
            vector = self.encoder.encode_query(question)
        with timings.stage("rank"):
            return self._ranker.rank(vector, terms)

    def _respond(self, read: _Read, terms: set[str], ranking: Ranking, options: SearchOptions) -> SearchResponse:
        build, end = self.build, options.offset + options.limit
        confidence = build.calibration.confidence(ranking.evidence)
        outcome = self._outcome(confidence, ranking)
        total = len(ranking.sections)
        page = ranking.sections[options.offset : end]
        return SearchResponse(
            query=read.query,
            searched_for=read.searched_for,
            repairs=read.repairs,
            outcome=outcome,
            confidence=round(confidence, 4),
            answer=None,
            results=tuple(
                self._result(rank, ranked, terms, ranking.legs, explain=options.explain)
                for rank, ranked in enumerate(page, options.offset + 1)
            ),
            pointer=self._pointer(outcome, ranking),
            total=total,
            next_offset=end if end < total else None,
            guide=guide_stamp(build.guide.facts),
            index=build.manifest.build,
            thresholds=self._thresholds() if options.explain else None,
        )

    def _outcome(self, confidence: float, ranking: Ranking) -> Outcome:
        calibration = self.build.calibration
        if not self._calibrated:
            return "uncertain"
        if confidence >= calibration.answered_from:
            return "answered"
        if confidence >= calibration.refused_below:
            return "uncertain"
        return "other_chapter" if ranking.topic and ranking.topic_score >= calibration.topic_from else "no_match"

    def _thresholds(self) -> Thresholds:
        calibration = self.build.calibration
        return Thresholds(
            answered_from=calibration.answered_from,
            refused_below=calibration.refused_below,
            topic_from=calibration.topic_from,
            calibrated=self._calibrated,
        )

    def _pointer(self, outcome: Outcome, ranking: Ranking) -> Pointer | None:
        facts = self.build.guide.facts
        if outcome == "other_chapter" and ranking.topic:
            chapter = facts.chapter(ranking.topic)
            return Pointer(
                chapter=chapter.number,
                topic=chapter.topic,
                url=str(facts.official_page),
                quote=None,
                emergencies=tuple(EmergencyNumber(**number.model_dump()) for number in chapter.emergencies),
            )
        if outcome == "no_match":
            return Pointer(chapter=None, topic=None, url=str(facts.official_page), quote=None)
        return None

    def _result(self, rank: int, ranked: RankedSection, terms: set[str], legs: Legs, *, explain: bool) -> Result:
        section = ranked.section
        shown = self._shown(section.id)
        return Result(
            rank=rank,
            score=round(ranked.score, 6),
            section=shown.ref,
            excerpt=make_excerpt(self._piece(section.chapter, self._ranker.best_piece(section, legs)), terms),
            links=shown.links,
            see_also=shown.see_also,
            explain=self._score_parts(section, legs) if explain else None,
        )

    def _read_piece(self, chapter: str, span: Span) -> Piece:
        return read_piece(self.build.guide.texts[chapter], span, self.build.analyser)

    def _score_parts(self, section: Section, legs: Legs) -> ScoreParts:
        row = self._ranker.best_row(section, legs)
        if row is None:
            return ScoreParts(dense=0.0, lexical=0.0, asked=None)
        return ScoreParts(
            dense=round(float(legs.dense[row]), 4), lexical=round(float(legs.lexical[row]), 4), asked=None
        )

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


def open_engine(var: Path, threads: int = 0) -> Engine:
    """The engine over the published build, with the encoder that the build names.

    Args:
        var: the folder with `index/` and `encoders/`.
        threads: processor threads for one question; 0 for all cores.

    Raises:
        BuildError, EncoderError: nothing usable is published; the message says what to do.
    """
    build = load_build(current_build(var / "index"))
    return Engine(build, Encoder(var / "encoders" / build.manifest.encoder.folder, threads))
