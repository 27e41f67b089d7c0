"""From a question to ranked sections and an outcome. Holds one build and its encoder; safe to use from many threads."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from search.build import Build, current_build, load_build
from search.calibration import Evidence
from search.chunk import ChunkKind
from search.encoder import Encoder
from search.errors import BuildError
from search.excerpt import make_excerpt
from search.fusion import Scores, best_rows, fuse, standardise
from search.normalise import normalise_question
from search.repair import Repairer
from search.response import (
    EmergencyNumber,
    GuideStamp,
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
    TrailStep,
)
from search.section import Link, Section, Span

_CANARY_LENGTH = 200


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
class _Ranked:
    """A question's scores by chunk row, and the sections in order with the row of each one's best chunk."""

    dense: Scores
    lexical: Scores
    fused: Scores
    order: list[tuple[Section, int | None]]
    evidence: Evidence
    topic: str | None
    topic_score: float


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
                f"the index was made with encoder {wanted}, but {found} is loaded; run 'dovidnyk ingest' with this encoder"
            )
        self.build = build
        self.encoder = encoder
        self._section_of = [chunk.section_id for chunk in build.chunks]
        self._pieces: dict[str, list[int]] = {}
        for row, chunk in enumerate(build.chunks):
            if chunk.kind is not ChunkKind.SECTION:
                self._pieces.setdefault(chunk.section_id, []).append(row)
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
            query = normalise_question(question)
            repair = self._repairer.repair(query) if options.repair else None
            searched_for = repair.to if repair else query
            terms = self.build.analyser.terms(searched_for)
        ranked = self._rank(searched_for, terms, timings)
        with timings.stage("respond"):
            return self._respond(query, repair, set(terms), ranked, options)

    def check_legs(self) -> None:
        """Ask the index for its own first words and see that both legs find them.

        Raises:
            BuildError: a leg finds nothing or something else.
        """
        chunk = self.build.chunks[0]
        question = normalise_question(chunk.text[:_CANARY_LENGTH])
        ranked = self._rank(question, self.build.analyser.terms(question), Timings())
        for leg, scores in (("dense", ranked.dense), ("lexical", ranked.lexical)):
            found = self._section_of[int(scores.argmax())]
            if scores.max() <= 0 or found != chunk.section_id:
                raise BuildError(
                    f"the {leg} leg doesn't find the index's own text: asked for {chunk.section_id}, got {found}; "
                    "run 'dovidnyk ingest' to build the index again"
                )

    def _rank(self, question: str, terms: Sequence[str], timings: Timings) -> _Ranked:
        build = self.build
        with timings.stage("encode"):
            vector = self.encoder.encode_query(question)
        with timings.stage("dense"):
            dense, mean, deviation = standardise(build.vectors.scores(vector))
            topic, topic_cosine = build.topics.best(vector)
        with timings.stage("lexical"):
            lexical = build.lexical.scores(terms)
        with timings.stage("fuse"):
            fused = fuse(dense, lexical)
            best = best_rows(fused, self._section_of)
            order = sorted(
                ((section, best.get(section.id)) for section in build.guide.sections.values()),
                key=lambda entry: (-float(fused[entry[1]]) if entry[1] is not None else 1.0, entry[0].id),
            )
        topic_score = (topic_cosine - mean) / deviation
        evidence = Evidence(lead=float(dense.max()) - topic_score, share=float(lexical.max()))
        return _Ranked(dense, lexical, fused, order, evidence, topic, topic_score)

    def _respond(
        self, query: str, repair: Repair | None, terms: set[str], ranked: _Ranked, options: SearchOptions
    ) -> SearchResponse:
        build, end = self.build, options.offset + options.limit
        confidence = build.calibration.confidence(ranked.evidence)
        outcome = self._outcome(confidence, ranked)
        total = len(ranked.order)
        page = ranked.order[options.offset : end]
        facts = build.guide.facts
        return SearchResponse(
            query=query,
            searched_for=repair.to if repair else query,
            repairs=(repair,) if repair else (),
            outcome=outcome,
            confidence=round(confidence, 4),
            answer=None,
            results=tuple(
                self._result(rank, section, row, terms, ranked, explain=options.explain)
                for rank, (section, row) in enumerate(page, options.offset + 1)
            ),
            pointer=self._pointer(outcome, ranked),
            total=total,
            next_offset=end if end < total else None,
            guide=GuideStamp(
                edition=facts.edition, contents_as_of=facts.contents_as_of, official_page=str(facts.official_page)
            ),
            index=build.manifest.build,
            thresholds=self._thresholds() if options.explain else None,
        )

    def _outcome(self, confidence: float, ranked: _Ranked) -> Outcome:
        calibration = self.build.calibration
        if not self._calibrated:
            return "uncertain"
        if confidence >= calibration.answered_from:
            return "answered"
        if confidence >= calibration.refused_below:
            return "uncertain"
        return "other_chapter" if ranked.topic and ranked.topic_score >= calibration.topic_from else "no_match"

    def _thresholds(self) -> Thresholds:
        calibration = self.build.calibration
        return Thresholds(
            answered_from=calibration.answered_from,
            refused_below=calibration.refused_below,
            topic_from=calibration.topic_from,
            calibrated=self._calibrated,
        )

    def _pointer(self, outcome: Outcome, ranked: _Ranked) -> Pointer | None:
        facts = self.build.guide.facts
        if outcome == "other_chapter" and ranked.topic:
            chapter = facts.chapter(ranked.topic)
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

    def _result(
        self, rank: int, section: Section, row: int | None, terms: set[str], ranked: _Ranked, *, explain: bool
    ) -> Result:
        guide = self.build.guide
        span = self._excerpt_span(section, row, ranked.fused)
        parts = None
        if explain:
            dense, lexical = (float(ranked.dense[row]), float(ranked.lexical[row])) if row is not None else (0.0, 0.0)
            parts = ScoreParts(dense=round(dense, 4), lexical=round(lexical, 4), asked=None)
        return Result(
            rank=rank,
            score=round(float(ranked.fused[row]), 6) if row is not None else 0.0,
            section=self._section_ref(section),
            excerpt=make_excerpt(guide.texts[section.chapter], span, terms, self.build.analyser),
            links=self._links(section),
            see_also=tuple(
                dict.fromkeys(
                    SeeAlso(
                        citation=reference.citation,
                        section_id=reference.target if reference.target in guide.sections else None,
                    )
                    for reference in section.references
                )
            ),
            explain=parts,
        )

    def _excerpt_span(self, section: Section, row: int | None, fused: Scores) -> Span:
        """Where the best piece of the section stands; a section without text of its own shows its heading."""
        if row is None:
            return section.blocks[0].span
        return self.build.chunks[max(self._pieces[section.id], key=lambda piece: float(fused[piece]))].span

    def _section_ref(self, section: Section) -> SectionRef:
        trail = tuple(TrailStep(id=above.id, title=above.title) for above in self.build.guide.trail(section))
        return SectionRef(
            id=section.id,
            number=section.number,
            title=section.title,
            trail=trail,
            citation=section.citation,
            page=f"/guide/{section.id}",
        )

    def _links(self, section: Section) -> tuple[LinkOut, ...]:
        """The section's own links, official ones first; an inherited official one where it prints none."""
        official = self.build.guide.official_link(section)
        own = sorted(section.links, key=lambda link: link.kind != "official")
        links = [link_out(link, inherited=False) for link in own]
        return tuple([link_out(official.link, inherited=True), *links] if official.inherited else links)


def link_out(link: Link, *, inherited: bool) -> LinkOut:
    """A link as responses show it."""
    return LinkOut(
        url=link.url,
        title=link.title,
        kind=link.kind.value,
        inherited=inherited,
        corrected_from=link.corrected_from,
        note=link.note,
    )


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
