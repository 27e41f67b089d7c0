"""The guide's cross-references: «→ Див. Розділ 4, пункт 2, підпункт 2-1», «див. 2-1», «підпунктах від (1) до (3)»."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ingest.headings import Place
from search.section import CrossReference, Section, Span

_ITEM = r"(?:\s*\((?P<item>\d+)\))?"
_TITLE = r"(?:\s*:?\s*«(?P<title>(?:[^«»]|«[^«»]*»)+)»)?"
_FULL = re.compile(
    r"Розділ[уіомя]*\s+(?P<chapter>\d+)"
    r"(?:,\s*пункт\w*\s+(?P<point>\d+)(?![-\d])(?:\s*\((?P<pitem>\d+)\))?)?"
    r"(?:,\s*(?:під)?пункт\w*\s+(?P<subpoint>\d+-\d+)" + _ITEM + r")?" + _TITLE
)
_LOCAL = re.compile(
    r"(?:[Дд]ив\.\s+(?:пункт\w*\s+|підпункт\w*\s+)?|пункт[уі]?\s+)(?P<subpoint>\d+-\d+)" + _ITEM + r"(?![-\d])"
)
_RANGE = re.compile(r"підпункт\w*\s+від\s+\((?P<first>\d+)\)\s+до\s+\((?P<last>\d+)\)")


def find_references(text: str, span: Span, place: Place) -> tuple[CrossReference, ...]:
    """The cross-references in a section's own text, in order, citations as far as the reference itself gives them.

    Args:
        text: the chapter's file.
        span: the section's own text.
        place: the section's place in the numbering, which short references are relative to.
    """
    own = span.of(text)
    found = [
        *_full_references(own, span.start),
        *_ranges(own, span.start, place),
    ]
    taken = [reference.span for reference in found]
    found += [
        reference
        for reference in _local_references(own, span.start, place)
        if not any(outer.holds(reference.span) for outer in taken)
    ]
    return tuple(sorted(found, key=lambda reference: (reference.span.start, reference.target)))


def _full_references(own: str, offset: int) -> Iterator[CrossReference]:
    for match in _FULL.finditer(own):
        is_own_heading = not own[: match.start()].strip()
        if is_own_heading or not (match["point"] or match["subpoint"] or match["title"]):
            continue
        place = Place(match["chapter"], point=int(match["point"] or 0))
        if match["subpoint"]:
            place = _at_subpoint(place.chapter, match["subpoint"], match["item"])
        elif match["pitem"]:
            place = replace(place, item=int(match["pitem"]))
        yield _reference(place, match["title"], offset + match.start(), offset + match.end())


def _local_references(own: str, offset: int, here: Place) -> Iterator[CrossReference]:
    for match in _LOCAL.finditer(own):
        place = _at_subpoint(here.chapter, match["subpoint"], match["item"])
        yield _reference(place, None, offset + match.start(), offset + match.end())


def _ranges(own: str, offset: int, here: Place) -> Iterator[CrossReference]:
    for match in _RANGE.finditer(own):
        for item in range(int(match["first"]), int(match["last"]) + 1):
            place = replace(here, item=item, in_box=False)
            yield _reference(place, None, offset + match.start(), offset + match.end())


def _at_subpoint(chapter: str, printed: str, item: str | None) -> Place:
    point, subpoint = printed.split("-")
    return Place(chapter, int(point), int(subpoint), int(item or 0))


def _reference(place: Place, title: str | None, start: int, end: int) -> CrossReference:
    citation = place.citation(title) if title else place.citation("").removesuffix(" «»")
    return CrossReference(place.section_id, citation, Span(start, end))


def resolved(section: Section, held: Mapping[str, Section]) -> Section:
    """The section with the citations of its references taken from the sections meant, where those are held."""
    references = tuple(
        replace(reference, citation=held[reference.target].citation) if reference.target in held else reference
        for reference in section.references
    )
    return replace(section, references=references)
