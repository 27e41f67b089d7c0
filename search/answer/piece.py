"""The pieces that answers are put together from: sentences, list items, table rows and links of one section."""

from dataclasses import dataclass
from enum import StrEnum

from search.section import Span


class PartKind(StrEnum):
    """What a part of a piece is, so that a page can show it as that."""

    LEAD = "lead"
    TEXT = "text"
    ITEM = "item"
    NOTE = "note"
    REFERENCE = "reference"
    LINK = "link"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Part:
    """A quotation: the file's own text at a span, without list marks and without brackets around a link."""

    kind: PartKind
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class DeadlineSpan:
    """A time limit in a part, in days, with its place in the chapter's file."""

    text: str
    days: int
    span: Span


@dataclass(frozen=True, slots=True)
class AnswerPiece:
    """The least that can be quoted without cutting a condition: a sentence, an item with what explains it, a row.

    Attributes:
        parts: what is quoted, in order: a sentence; an item and the items under it; the cells of a row.
        leads: places in the section's pieces of what a reader must see first, in order: a sub-heading, the line that
            introduces a list, the office of a department.
        own: whether it says something by itself; a sub-heading, or a line that only points to a link, doesn't.
        opens: whether it only introduces what follows, so that it is never shown without that.
        says: names of the cues that its words, or those over it, answer.
        terms: the terms of its words and of those over it.
        deadlines: the time limits in it.
    """

    section_id: str
    parts: tuple[Part, ...]
    leads: tuple[int, ...]
    own: bool
    opens: bool
    says: tuple[str, ...]
    terms: tuple[str, ...]
    deadlines: tuple[DeadlineSpan, ...]

    @property
    def length(self) -> int:
        """Characters that it takes in an answer's text, line breaks included."""
        return sum(len(part.text) + 1 for part in self.parts)
