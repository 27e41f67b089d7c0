"""A section as a page shows it: its own blocks as paragraphs, lists and tables, then its subsections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from api.markup import Segment, block_segments
from search.guide import Guide
from search.section import Block, BlockKind, Contact, Section, Span

_MARKER = re.compile(r"^(?:-\s+)(?:[*▣]\s+)?")
_ListKind = Literal["items", "paragraph", "subheading", "note", "reference", "link", "contact"]


@dataclass(slots=True)
class ListItem:
    """A list item with the items under it."""

    segments: list[Segment]
    children: list["ListItem"] = field(default_factory=list)


@dataclass(slots=True)
class ViewBlock:
    """One block of the page."""

    kind: _ListKind
    segments: list[Segment] = field(default_factory=list)
    items: list[ListItem] = field(default_factory=list)
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section for the page: heading level from 1, and the views of its subsections."""

    section: Section
    level: int
    blocks: list[ViewBlock]
    subsections: list["SectionView"]


def view_section(guide: Guide, section: Section, level: int = 1) -> SectionView:
    """The view of a section and of everything under it; headings deeper than 6 stay at 6."""
    return SectionView(
        section=section,
        level=min(level, 6),
        blocks=_view_blocks(guide.texts[section.chapter], section),
        subsections=[view_section(guide, guide.sections[child], level + 1) for child in section.children],
    )


def _view_blocks(text: str, section: Section) -> list[ViewBlock]:
    views: list[ViewBlock] = []
    contacts = {contact.span.start: contact for contact in section.contacts}
    for block in section.blocks[1:]:
        if block.kind is BlockKind.ROW:
            if contact := contacts.get(block.span.start):
                views.append(ViewBlock("contact", contact=contact))
        elif block.kind is BlockKind.ITEM:
            _add_item(views, block, _segments(text, block, section))
        else:
            views.append(ViewBlock(_kind(block), _segments(text, block, section)))
    return views


def _kind(block: Block) -> _ListKind:
    kinds: dict[BlockKind, _ListKind] = {
        BlockKind.SUBHEADING: "subheading",
        BlockKind.NOTE: "note",
        BlockKind.REFERENCE: "reference",
        BlockKind.LINK: "link",
    }
    return kinds.get(block.kind, "paragraph")


def _add_item(views: list[ViewBlock], block: Block, segments: list[Segment]) -> None:
    if not views or views[-1].kind != "items":
        views.append(ViewBlock("items"))
    items: list[ListItem] = views[-1].items
    if block.level > 1 and items:
        items[-1].children.append(ListItem(segments))
    else:
        items.append(ListItem(segments))


def _segments(text: str, block: Block, section: Section) -> list[Segment]:
    """The block's text without its list mark, brackets around a link, and stars around a table's title."""
    words = block.span.of(text)
    mark = _MARKER.match(words)
    start = block.span.start + (mark.end() if mark else 0)
    end = block.span.end
    for left, right in (("**", "**"), ("<", ">")):
        inner = text[start:end]
        if inner.startswith(left) and inner.endswith(right):
            start, end = start + len(left), end - len(right)
    return block_segments(text, Span(start, end), section)


def month_in_words(month: str) -> str:
    """`2021-08` as Ukrainian text: «серпень 2021 року»."""
    year, number = month.split("-")
    return f"{_MONTHS[int(number) - 1]} {year} року"


_MONTHS: Sequence[str] = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip
