"""Text with marks for pages: highlights, telephone numbers and links as segments, which templates escape one by one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from search.response import Excerpt
from search.section import Contact, Link, Phone, Section, Span

SegmentKind = Literal["text", "mark", "phone", "link"]

_BLANK_LINES = re.compile(r"\n\s*\n")
_CORRECTED = "адресу надруковано з помилкою, посилання ми виправили"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text of one kind; `href` for telephone numbers and links."""

    kind: SegmentKind
    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    kind: SegmentKind
    href: str = ""
    note: str = ""


def excerpt_segments(excerpt: Excerpt, section: Section) -> list[Segment]:
    """An excerpt with its highlights and what can be tapped in it."""
    offset = excerpt.start
    highlights = [_Mark(Span(offset + start, offset + end), "mark") for start, end in excerpt.highlights]
    segments = _segments(excerpt.text, offset, [*_tappable(section), *highlights])
    return [replace(segment, text=_BLANK_LINES.sub("\n", segment.text)) for segment in segments]


def block_segments(text: str, span: Span, section: Section) -> list[Segment]:
    """A piece of a section's published text with what can be tapped in it."""
    return _segments(span.of(text), span.start, _tappable(section))


def _tappable(section: Section) -> list[_Mark]:
    phones = [_Mark(phone.span, "phone", tel(phone.number)) for phone in all_phones(section.contacts)]
    return [
        *phones,
        *(
            _Mark(link.span, "link", link.url, _CORRECTED if link.corrected_from else "")
            for link in _safe(section.links)
        ),
    ]


def all_phones(contacts: Iterable[Contact]) -> Iterator[Phone]:
    """The telephone numbers of offices and of their departments."""
    for contact in contacts:
        yield from contact.phones
        yield from all_phones(contact.departments)


def tel(number: str) -> str:
    """The `tel:` address of a Japanese number as printed."""
    return "tel:" + "".join(filter(str.isdecimal, number))


def _safe(links: Iterable[Link]) -> list[Link]:
    return [link for link in links if link.url.startswith(("https://", "http://"))]


def _segments(text: str, offset: int, marks: Sequence[_Mark]) -> list[Segment]:
    """Cut a text at its marks; of two that overlap the first one wins, links and numbers before highlights."""
    segments: list[Segment] = []
    done = offset
    for mark in sorted(marks, key=lambda mark: (mark.span.start, mark.kind == "mark")):
        if mark.span.start < done or mark.span.end > offset + len(text):
            continue
        segments.append(Segment("text", text[done - offset : mark.span.start - offset]))
        segments.append(
            Segment(mark.kind, text[mark.span.start - offset : mark.span.end - offset], mark.href, mark.note)
        )
        done = mark.span.end
    segments.append(Segment("text", text[done - offset :]))
    return [segment for segment in segments if segment.text]
