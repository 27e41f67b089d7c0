"""What a search gives back: the fixed v1 response, from the engine to the wire.

All positions are code points (JavaScript counts UTF-16 units: convert before slicing).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Outcome = Literal["answered", "uncertain", "other_chapter", "no_match"]
RepairKind = Literal["keyboard_layout", "transliteration", "spelling"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Repair(_Frozen):
    """What was done to the question before searching."""

    kind: RepairKind
    from_: Annotated[str, Field(alias="from", examples=["zahubyv posvidku"])]
    to: Annotated[str, Field(examples=["загубив посвідку"])]


class TrailStep(_Frozen):
    """A section above a section."""

    id: str
    title: str


class SectionRef(_Frozen):
    """A section as a result names it."""

    id: Annotated[str, Field(examples=["1.1-3"])]
    number: Annotated[str, Field(examples=["1-3"])]
    title: Annotated[str, Field(examples=["Втрата посвідки на проживання"])]
    trail: tuple[TrailStep, ...]
    citation: Annotated[str, Field(examples=["Розділ 1, пункт 1, підпункт 1-3 «Втрата посвідки на проживання»"])]
    page: Annotated[str, Field(examples=["/guide/1.1-3"])]


class Excerpt(_Frozen):
    """The file's own text at `[start, end)`; `highlights` are ranges within it, on whole words."""

    text: Annotated[str, Field(examples=["У разі втрати посвідки на проживання, подайте заявку…"])]
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...]


class LinkOut(_Frozen):
    """A link to show; `inherited` where the section itself prints no official one."""

    url: Annotated[
        str, Field(examples=["https://www.moj.go.jp/isa/applications/procedures/nyuukokukanri10_00010.html"])
    ]
    title: Annotated[str, Field(examples=["Втрата посвідки на проживання"])]
    kind: Literal["official", "other"]
    inherited: bool
    corrected_from: str | None
    note: str | None = None


class SeeAlso(_Frozen):
    """Where the section itself sends its reader; `section_id` is null while that chapter is not held."""

    citation: Annotated[str, Field(examples=["Розділ 2, пункт 1, підпункт 1-1 «Повідомлення про адресу»"])]
    section_id: str | None


class ScoreParts(_Frozen):
    """What each leg gave the section (with `explain=true`); `asked` is a probability, null without asked questions."""

    dense: float
    lexical: float
    asked: float | None


class Result(_Frozen):
    """A section, in its place in the ranking."""

    rank: int
    score: float
    section: SectionRef
    excerpt: Excerpt
    links: tuple[LinkOut, ...]
    see_also: tuple[SeeAlso, ...]
    explain: ScoreParts | None = None


class Quote(_Frozen):
    """The file's own text at a span of a section; `kind` says what it is there, so that a page can show it as that."""

    section_id: Annotated[str, Field(examples=["1.1-3"])]
    start: int
    end: int
    text: str
    kind: Literal["lead", "text", "item", "note", "reference", "link", "cell"] = "text"


class Deadline(_Frozen):
    """A time limit in a quote, as data."""

    text: str
    days: int
    start: int
    end: int


class AnswerSource(_Frozen):
    """A section that an answer quotes, and what to do next: its official link, and where it sends its reader."""

    section_id: str
    citation: str
    page: str
    link: LinkOut
    see_also: tuple[SeeAlso, ...]


class Answer(_Frozen):
    """Quotes in order, a line each in `text`; `sources` are the sections they are from, in order."""

    text: str
    quotes: tuple[Quote, ...]
    deadlines: tuple[Deadline, ...]
    sources: tuple[AnswerSource, ...] = ()


class EmergencyNumber(_Frozen):
    """A number to call at once, with the page that says so."""

    number: str
    service: str
    source: str


class Pointer(_Frozen):
    """The way on where the held chapters have no answer."""

    chapter: str | None
    topic: str | None
    url: str
    quote: Quote | None
    emergencies: tuple[EmergencyNumber, ...] = ()


class GuideStamp(_Frozen):
    """Which guide this is from, and how old its contents are."""

    edition: str
    contents_as_of: str
    official_page: str


class Thresholds(_Frozen):
    """The frozen thresholds (with `explain=true`)."""

    answered_from: float
    refused_below: float
    topic_from: float
    chapter_from: float
    calibrated: bool


class SearchResponse(_Frozen):
    """The answer to a question."""

    query: Annotated[str, Field(examples=["zahubyv posvidku"])]
    searched_for: Annotated[str, Field(examples=["загубив посвідку"])]
    repairs: tuple[Repair, ...]
    outcome: Outcome
    confidence: float
    answer: Answer | None
    results: tuple[Result, ...]
    pointer: Pointer | None
    total: int
    next_offset: int | None
    guide: GuideStamp
    index: str
    thresholds: Thresholds | None = None
