"""A manual page read by its layout: headings at the margin, sub-headings a little in, and paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from eval.scale.manuals import Manual

_SUBHEADING_INDENT = 3
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=\S)")


@dataclass(slots=True)
class Part:
    """A heading of a manual with the paragraphs under it; `level` is 1 or 2.

    Attributes:
        paragraphs: each with what it explains, as an option, if anything, and its sentences.
    """

    title: str
    level: int
    paragraphs: list[tuple[str, list[str]]] = field(default_factory=list)


def parts_of(manual: Manual) -> list[Part]:
    """The headings of a manual that have text under them or under their sub-headings."""
    parts: list[Part] = []
    for lines in _blocks(manual.text):
        first = lines[0]
        level = _heading_level(first)
        if level:
            parts.append(Part(_folded(first), level))
        under = lines[1:] if level else lines
        if under and parts:
            parts[-1].paragraphs.append(_paragraph(under))
    return parts


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines between blank ones, without the page's first and last line; a heading begins one of its own."""
    block: list[str] = []
    for line in text.strip("\n").split("\n")[1:-1]:
        if block and (not line.strip() or _heading_level(line)):
            yield block
            block = []
        if line.strip():
            block.append(line)
    if block:
        yield block


def _heading_level(line: str) -> int:
    indent = len(line) - len(line.lstrip())
    if not line.strip() or indent > _SUBHEADING_INDENT:
        return 0
    return 1 if indent == 0 else 2


def _paragraph(lines: list[str]) -> tuple[str, list[str]]:
    """A first line that stands less far in than the next one is what is explained."""
    indents = [len(line) - len(line.lstrip()) for line in lines]
    tagged = len(lines) > 1 and indents[0] < indents[1]
    tag = _folded(lines[0]) if tagged else ""
    words = _folded(" ".join(lines[1:] if tagged else lines))
    return tag, _SENTENCE_END.split(words)


def _folded(words: str) -> str:
    return " ".join(words.split())
