"""An answer as a page shows it: sections in order, each with its quotations as paragraphs, lists and rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from api.markup import Segment, block_segments
from search.guide import Guide
from search.response import Answer, AnswerSource, Quote
from search.section import Span

_BlockKind = Literal["lead", "text", "items", "note", "reference", "link", "cells"]
_BLOCKS: dict[str, _BlockKind] = {
    "lead": "lead",
    "text": "text",
    "item": "items",
    "note": "note",
    "reference": "reference",
    "link": "link",
    "cell": "cells",
}


@dataclass(slots=True)
class AnswerBlock:
    """Neighbouring quotations of one kind, a line each."""

    kind: _BlockKind
    lines: list[list[Segment]] = field(default_factory=list)
    end: int = 0


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    """The quotations of one section, and where they are from."""

    source: AnswerSource
    blocks: list[AnswerBlock]


def view_answer(guide: Guide, answer: Answer) -> list[AnsweredSection]:
    """The answer by section, in its order."""
    return [
        AnsweredSection(source, _blocks(guide, (q for q in answer.quotes if q.section_id == source.section_id)))
        for source in answer.sources
    ]


def view_quote(guide: Guide, quote: Quote) -> list[AnswerBlock]:
    """One quotation, a line for each cell of a table's row."""
    block = AnswerBlock(_BLOCKS[quote.kind])
    section = guide.sections[quote.section_id]
    start = quote.start
    for line in quote.text.replace("\n", "\t").split("\t"):
        if line.strip():
            block.lines.append(block_segments(guide.texts[section.chapter], Span(start, start + len(line)), section))
        start += len(line) + 1
    return [block]


def _blocks(guide: Guide, quotes: Iterable[Quote]) -> list[AnswerBlock]:
    blocks: list[AnswerBlock] = []
    for quote in quotes:
        section = guide.sections[quote.section_id]
        kind = _BLOCKS[quote.kind]
        goes_on = bool(blocks) and blocks[-1].kind == kind and kind not in ("lead", "link")
        text = guide.texts[section.chapter]
        if kind == "cells" and goes_on:
            goes_on = blocks[-1].end <= quote.start and "\n" not in text[blocks[-1].end : quote.start]
        if not goes_on:
            blocks.append(AnswerBlock(kind))
        blocks[-1].lines.append(block_segments(text, Span(quote.start, quote.end), section))
        blocks[-1].end = quote.end
    return blocks
