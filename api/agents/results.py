"""What the tools give: typed, with all that a model needs to quote, to cite, and to say that there is no answer."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from search.guide import Guide
from search.response import Outcome, Quote, Result, SearchResponse
from search.response_parts import guide_stamp, links_of, see_also_of
from search.section import Section
from search.verify import Verification

_WHAT_TO_SAY: Mapping[Outcome, str] = {
    "answered": (
        "Answer with `quotes` word for word, each with its `citation` and `official_link`; add nothing they don't say."
    ),
    "uncertain": (
        "No answer is claimed. Read the best of `sections` with read_section; if it doesn't say what was asked, "
        "say that the guide has no answer."
    ),
    "other_chapter": (
        "A chapter of the guide that isn't held here is about this. Say so, name it from `pointer` with its link, and "
        "give its emergency numbers, if any. Don't answer from `sections`."
    ),
    "no_match": "The guide has no answer. Say so, and pass on `pointer`: the official page and whom to call.",
}


class _Out(BaseModel):
    model_config = ConfigDict(frozen=True)


class GuideStated(_Out):
    """Which guide this is from, and how old its contents are: say so, for rules may have changed."""

    edition: str
    contents_as_of: str
    official_page: str


class QuoteFound(_Out):
    """The guide's own words, and where they stand."""

    text: str = Field(description="verbatim, in Ukrainian; quote it unchanged")
    section_id: str
    citation: str = Field(description="how the guide cites the section")
    official_link: str = Field(description="the official page for this section")


class SectionFound(_Out):
    """A section in the ranking."""

    section_id: str
    title: str
    citation: str
    official_link: str
    excerpt: str = Field(description="the guide's own words, cut from the section")


class TimeLimit(_Out):
    """A time limit that a quote states."""

    text: str
    days: int


class Emergency(_Out):
    """A number to call at once."""

    number: str
    service: str


class PointedTo(_Out):
    """The way on where the guide as held has no answer."""

    official_page: str
    chapter: str | None = Field(description="the chapter of the guide that is about this, where it isn't held")
    topic: str | None
    contact: QuoteFound | None = Field(description="whom to ask, as the guide prints it")
    emergencies: tuple[Emergency, ...]


class GuideSearched(_Out):
    """The guide's answer to a question, or the statement that it has none."""

    outcome: Outcome
    what_to_say: str = Field(description="what this outcome means for your reply")
    confidence: float = Field(description="probability that the guide answers the question")
    searched_for: str = Field(description="the question after repair of layout, transliteration and spelling")
    quotes: tuple[QuoteFound, ...]
    deadlines: tuple[TimeLimit, ...]
    sections: tuple[SectionFound, ...] = Field(description="the best sections, whatever the outcome")
    pointer: PointedTo | None
    guide: GuideStated


class SectionLink(_Out):
    """A link that the section prints, or inherits from the one above."""

    url: str
    title: str
    official: bool


class SectionNamed(_Out):
    """Another section; `section_id` is null while its chapter is not held."""

    section_id: str | None
    citation: str


class SectionRead(_Out):
    """A section whole."""

    section_id: str
    title: str
    citation: str
    official_link: str
    text: str = Field(description="the section's own text, verbatim, in Ukrainian, without its subsections")
    links: tuple[SectionLink, ...]
    subsections: tuple[SectionNamed, ...]
    see_also: tuple[SectionNamed, ...] = Field(description="where the section itself sends its reader")
    guide: GuideStated


class WordsChanged(_Out):
    """Words of the quotation, and the guide's words in their place."""

    quoted: str
    printed: str


class QuoteVerified(_Out):
    """Whether a quotation stands in the guide."""

    match: Literal["exact", "folded", "none"] = Field(
        description="exact: word for word; folded: but for spaces, quotation marks, apostrophes, dashes; none: no"
    )
    section_id: str | None
    citation: str | None
    printed: str | None = Field(description="the guide's own words there, or the nearest to the quotation")
    differences: tuple[WordsChanged, ...]


def searched(guide: Guide, response: SearchResponse) -> GuideSearched:
    """What a search found."""
    answer, pointer = response.answer, response.pointer
    return GuideSearched(
        outcome=response.outcome,
        what_to_say=_WHAT_TO_SAY[response.outcome],
        confidence=response.confidence,
        searched_for=response.searched_for,
        quotes=tuple(_quote(guide, quote) for quote in answer.quotes) if answer else (),
        deadlines=tuple(TimeLimit(text=one.text, days=one.days) for one in answer.deadlines) if answer else (),
        sections=tuple(_found(guide, result) for result in response.results),
        pointer=PointedTo(
            official_page=pointer.url,
            chapter=pointer.chapter,
            topic=pointer.topic,
            contact=_quote(guide, pointer.quote) if pointer.quote else None,
            emergencies=tuple(Emergency(number=one.number, service=one.service) for one in pointer.emergencies),
        )
        if pointer
        else None,
        guide=_stated(guide),
    )


def read(guide: Guide, section: Section) -> SectionRead:
    """A section whole."""
    return SectionRead(
        section_id=section.id,
        title=section.title,
        citation=section.citation,
        official_link=guide.official_link(section).link.url,
        text=guide.own_text(section),
        links=tuple(
            SectionLink(url=link.url, title=link.title, official=link.kind == "official")
            for link in links_of(guide, section)
        ),
        subsections=tuple(
            SectionNamed(section_id=child, citation=guide.sections[child].citation) for child in section.children
        ),
        see_also=tuple(
            SectionNamed(section_id=place.section_id, citation=place.citation) for place in see_also_of(guide, section)
        ),
        guide=_stated(guide),
    )


def verified(guide: Guide, found: Verification) -> QuoteVerified:
    """What was found of a quotation."""
    return QuoteVerified(
        match=found.match,
        section_id=found.section_id,
        citation=guide.sections[found.section_id].citation if found.section_id else None,
        printed=found.text,
        differences=tuple(WordsChanged(quoted=one.quoted, printed=one.printed) for one in found.differences),
    )


def _quote(guide: Guide, quote: Quote) -> QuoteFound:
    section = guide.sections[quote.section_id]
    return QuoteFound(
        text=quote.text,
        section_id=section.id,
        citation=section.citation,
        official_link=guide.official_link(section).link.url,
    )


def _found(guide: Guide, result: Result) -> SectionFound:
    return SectionFound(
        section_id=result.section.id,
        title=result.section.title,
        citation=result.section.citation,
        official_link=guide.official_link(guide.sections[result.section.id]).link.url,
        excerpt=result.excerpt.text,
    )


def _stated(guide: Guide) -> GuideStated:
    return GuideStated(**guide_stamp(guide.facts).model_dump())
