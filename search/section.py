"""The guide's sections, and what stands in them: spans, blocks, links, cross-references, contacts.

All positions are code points of the published chapter file, unmodified.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range `[start, end)` of code points in a chapter's file."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The file's own text at this span."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


class BlockKind(StrEnum):
    """What a run of lines in a section is."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    NOTE = "note"
    REFERENCE = "reference"
    LINK = "link"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, table row …; `level` is the depth of a list item, from 1."""

    kind: BlockKind
    span: Span
    level: int = 0


class LinkKind(StrEnum):
    """`official` where the host is moj.go.jp or a subdomain of it."""

    OFFICIAL = "official"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    """A URL printed in a section; `corrected_from` is the printed form where that has a known fault."""

    url: str
    title: str
    kind: LinkKind
    span: Span
    corrected_from: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CrossReference:
    """Where the guide sends its reader: the id of the section meant, and its citation in the guide's form."""

    target: str
    citation: str
    span: Span


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as printed, with what is said of it."""

    number: str
    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class Contact:
    """A row of a contact table with its continuation rows (`departments`).

    `address` is empty where the table gives none; `notes` is what else the row says, as printed.
    """

    table: str
    office: str
    address: str
    phones: tuple[Phone, ...]
    notes: tuple[str, ...]
    span: Span
    departments: tuple["Contact", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the guide with what stands under it.

    Attributes:
        id: chapter, dot, printed number and item: `1.1-3`, `1.2-6.3`, `1.2-6.key`, `1.3.2`; the chapter itself is `1`.
        number: the number as people say it: `1-3`, `2-6 (3)`, `2-6, ключовий момент`.
        span: own text, up to the first subsection; the own spans of all sections tile the file.
        subtree_end: where the text of its last subsection ends.
        blocks: own text in order, the heading first.
    """

    id: str
    chapter: str
    number: str
    title: str
    citation: str
    parent: str | None
    children: tuple[str, ...]
    span: Span
    subtree_end: int
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    references: tuple[CrossReference, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @property
    def subtree(self) -> Span:
        """Own text and that of all subsections."""
        return Span(self.span.start, self.subtree_end)

    @property
    def has_own_text(self) -> bool:
        """Whether more than the heading stands under it."""
        return any(block.kind is not BlockKind.HEADING for block in self.blocks)
