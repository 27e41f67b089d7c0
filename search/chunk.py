"""A chunk: the piece of one section that is embedded and matched."""

from dataclasses import dataclass
from enum import StrEnum

from search.section import Span


class ChunkKind(StrEnum):
    """What a chunk holds: running text, a list with its lead, one contact row, or a whole section."""

    TEXT = "text"
    LIST = "list"
    CONTACT = "contact"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a section.

    Attributes:
        id: section id, `#`, place in the section from 1.
        span: where it stands in the chapter's file.
        context: what a reader of the piece alone would miss: the headings above it and the line that leads in.
        text: the piece as it is matched, white space folded and URLs left out.
        digest: SHA-256 of what is embedded; equal digests need no second encoding.
    """

    id: str
    section_id: str
    kind: ChunkKind
    span: Span
    context: str
    text: str
    digest: str

    @property
    def passage(self) -> str:
        """What is embedded, without the encoder's prompt."""
        return f"{self.context}\n{self.text}"
