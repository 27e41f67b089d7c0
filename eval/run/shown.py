"""From a search response to what a run keeps of it, checked against the guide's text."""

from collections.abc import Callable
from dataclasses import dataclass

from eval.measures.answers import is_verbatim, printed_links
from eval.records import EXCERPTS_KEPT, FirstLinks, Shown, ShownAnswer, ShownQuote, ShownResult
from search.response import Quote, Result, SearchResponse


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section's own text and where it begins in its chapter's file, in code points."""

    text: str
    start: int


SectionTexts = Callable[[str], SectionText | None]


def shown_of(response: SearchResponse, texts: SectionTexts) -> Shown:
    """What a run keeps of a response.

    Args:
        texts: section id to the section's own text, as the guide prints it; `None` for an id that it doesn't have.
    """
    pointer = response.pointer
    return Shown(
        searched_for=response.searched_for,
        repairs=tuple(repair.kind for repair in response.repairs),
        outcome=response.outcome,
        confidence=response.confidence,
        chapter=pointer.chapter if pointer else None,
        pointer_quote=_quote(pointer.quote, texts) if pointer and pointer.quote else None,
        answer=ShownAnswer(
            text=response.answer.text, quotes=tuple(_quote(quote, texts) for quote in response.answer.quotes)
        )
        if response.answer
        else None,
        first_links=_first_links(response.results[0], texts) if response.results else None,
        results=tuple(_result(place, result) for place, result in enumerate(response.results)),
    )


def _quote(quote: Quote, texts: SectionTexts) -> ShownQuote:
    section = texts(quote.section_id)
    verbatim = section is not None and is_verbatim(quote.text, quote.start, quote.end, section.text, section.start)
    return ShownQuote(section=quote.section_id, text=quote.text, verbatim=verbatim)


def _first_links(first: Result, texts: SectionTexts) -> FirstLinks | None:
    section = texts(first.section.id)
    if section is None:
        return None
    own = [link.corrected_from or link.url for link in first.links if not link.inherited]
    return FirstLinks(shown=tuple(own), printed=tuple(printed_links(section.text)))


def _result(place: int, result: Result) -> ShownResult:
    readable = place < EXCERPTS_KEPT
    return ShownResult(
        section=result.section.id,
        score=result.score,
        title=result.section.title if readable else None,
        excerpt=result.excerpt.text if readable else None,
    )
