"""The lines of a chapter's file, with their places."""

from dataclasses import dataclass

from search.section import Span


@dataclass(frozen=True, slots=True)
class Line:
    """One line: 1-based number, place including its line break, and text without it."""

    number: int
    span: Span
    text: str

    @property
    def is_blank(self) -> bool:
        """Nothing but white space."""
        return not self.text.strip()


def split_lines(text: str) -> list[Line]:
    """All lines of a text; their spans tile it. Only `\\n` ends a line (a `\\r` before it belongs to the break)."""
    lines: list[Line] = []
    start = 0
    for number, raw in enumerate(text.split("\n"), 1):
        end = min(start + len(raw) + 1, len(text))
        if end > start:
            lines.append(Line(number, Span(start, end), raw.removesuffix("\r")))
        start = end
    return lines
