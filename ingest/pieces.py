"""Cutting sections into answer pieces: sentences, list items with what explains them, table rows, links.

A piece keeps what a reader must see over it: the sub-heading, the line that introduces its list, the item that an
explanation in brackets goes on, the office of a department.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.durations import find_deadlines
from search.analyser import Analyser
from search.answer.cues import Cues
from search.answer.piece import AnswerPiece, Part, PartKind
from search.guide import Guide
from search.section import Block, BlockKind, Section, Span

_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\bм\.)(?<!див\.)\s+(?=[«(\w])(?=\W*[^\Wа-яіїєґa-z])")
_MARK = re.compile(r"-\s+(?:[*▣]\s+)?")
_ARROW = re.compile(r"→\s*")
_POINTS_TO_LINK = re.compile(r"інформації див\. веб-сайт", re.IGNORECASE)
_ANNOUNCES = re.compile(r"\b(?:нижче|наступну адресу)\b")
_URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")
_RULE = re.compile(r"^[\s-]+$")
_GAP = re.compile(r"\n\s*\n")


@dataclass(slots=True)
class _Raw:
    """A piece while its section is being read; `leads` are places in the list of pieces."""

    parts: list[Part]
    leads: tuple[int, ...] = ()
    own: bool = True
    opens: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads the blocks of a section in order, keeping what stands over them."""

    text: str
    section: Section
    pieces: list[_Raw] = field(default_factory=list)
    subheading: int | None = None
    intro: int | None = None
    item: int | None = None
    office: int | None = None

    def read(self) -> list[_Raw]:
        for before, block in pairwise(self.section.blocks):
            self._block(before, block)
        return self.pieces

    def _block(self, before: Block, block: Block) -> None:
        match block.kind:
            case BlockKind.SUBHEADING:
                if self.intro != len(self.pieces) - 1:
                    self.intro = None
                self.subheading = self._add(PartKind.LEAD, _inside_stars(self.text, block.span), own=False)
                self.pieces[self.subheading].leads = self._over(self.intro)
                self.item = None
            case BlockKind.PARAGRAPH:
                self._paragraph(before, block)
            case BlockKind.ITEM:
                self._item(before, block)
            case BlockKind.NOTE:
                self._add(PartKind.NOTE, _after(_MARK, self.text, block.span))
            case BlockKind.REFERENCE:
                self._add(PartKind.REFERENCE, _after(_ARROW, self.text, block.span))
            case BlockKind.LINK:
                self._links(block)
            case BlockKind.ROW:
                self._row(block)
            case BlockKind.HEADING:
                pass

    def _paragraph(self, before: Block, block: Block) -> None:
        """Its sentences; one that leads in stands over what follows."""
        if before.kind not in (BlockKind.SUBHEADING, BlockKind.PARAGRAPH):
            self.subheading = None
        directly_led = self.intro if self.intro == len(self.pieces) - 1 or before.kind is BlockKind.PARAGRAPH else None
        if before.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            directly_led = None
        self.item = None
        for sentence in _sentences(self.text, block.span):
            place = self._add(PartKind.TEXT, sentence, leads=self._over(directly_led, self.subheading))
            words = sentence.of(self.text)
            if words.endswith(":") or _ANNOUNCES.search(words):
                self.intro = place
                self.pieces[place].opens = words.endswith(":")
            elif directly_led is None:
                self.intro = None

    def _item(self, before: Block, block: Block) -> None:
        """An item; deeper ones and those in brackets go with the one before."""
        words = _after(_MARK, self.text, block.span)
        if _POINTS_TO_LINK.search(words.of(self.text)):
            self.item = self._add(PartKind.LEAD, words, own=False)
            return
        if block.level > 1 and self.item is not None:
            self.pieces[self.item].parts.append(Part(PartKind.TEXT, words, words.of(self.text)))
            self.pieces[self.item].opens = False
            return
        gap = self.text[before.span.end : block.span.start]
        if before.kind is BlockKind.ITEM and _GAP.search(gap):
            self.subheading = None  # a blank line between items ends what the sub-heading stands over
        leads = self._over(self.intro, self.subheading)
        urls = list(_URL.finditer(words.of(self.text)))
        goes_on = words.of(self.text).startswith("(") and self.item is not None
        if goes_on:
            leads = self._over(*leads, self.item)
        self.item = self._add(PartKind.ITEM, words, leads=leads)
        if urls:
            self._links(block)
        if _ANNOUNCES.search(words.of(self.text)):
            self.intro = self.item

    def _links(self, block: Block) -> None:
        for match in _URL.finditer(block.span.of(self.text)):
            span = Span(block.span.start + match.start(), block.span.start + match.end())
            self._add(PartKind.LINK, span, leads=() if self.item is None else (self.item,))

    def _row(self, block: Block) -> None:
        """The cells of each line; a line without an office of its own goes under the one above."""
        for line in _lines(self.text, block.span):
            if _RULE.match(line.of(self.text)):
                continue
            heads = any(contact.span.start == line.start for contact in self.section.contacts)
            cells = [Part(PartKind.CELL, cell, cell.of(self.text)) for cell in _cells(self.text, line)]
            self.pieces.append(_Raw(cells, () if heads else self._over(self.office)))
            if heads:
                self.office = len(self.pieces) - 1

    def _add(self, kind: PartKind, span: Span, *, leads: tuple[int, ...] = (), own: bool = True) -> int:
        self.pieces.append(_Raw([Part(kind, span, span.of(self.text))], leads, own))
        return len(self.pieces) - 1

    def _over(self, *places: int | None) -> tuple[int, ...]:
        """Those that are there, with what stands over them, in order, each once."""
        found: set[int] = set()
        for place in places:
            if place is not None:
                found |= {place, *self.pieces[place].leads}
        return tuple(sorted(found))


def cut_pieces(guide: Guide, analyser: Analyser, cues: Cues) -> tuple[AnswerPiece, ...]:
    """The answer pieces of all sections, in the guide's order."""
    return tuple(
        piece for section in guide.sections.values() for piece in _section_pieces(guide, section, analyser, cues)
    )


def passage_of(piece: AnswerPiece, held: list[AnswerPiece]) -> str:
    """What is embedded of a piece: what stands over it, and its own words; `held` are the pieces of its section."""
    over = (held[place] for place in piece.leads)
    return " ".join(" ".join(part.text.split()) for one in (*over, piece) for part in one.parts)


def _section_pieces(guide: Guide, section: Section, analyser: Analyser, cues: Cues) -> Iterator[AnswerPiece]:
    raw = _Reader(guide.texts[section.chapter], section).read()
    for piece in raw:
        words = " ".join(part.text for part in piece.parts)
        lead = " ".join(part.text for place in piece.leads for part in raw[place].parts)
        yield AnswerPiece(
            section_id=section.id,
            parts=tuple(piece.parts),
            leads=piece.leads,
            own=piece.own,
            opens=piece.opens,
            says=cues.said_by(words, lead),
            terms=tuple(sorted(set(analyser.terms(_URL.sub(" ", f"{lead} {words}"))))),
            deadlines=tuple(found for part in piece.parts for found in find_deadlines(part.text, part.span.start)),
        )


def _sentences(text: str, span: Span) -> Iterator[Span]:
    start = 0
    words = span.of(text)
    for gap in _SENTENCE_END.finditer(words):
        yield Span(span.start + start, span.start + gap.start())
        start = gap.end()
    yield Span(span.start + start, span.end)


def _after(mark: re.Pattern[str], text: str, span: Span) -> Span:
    match = mark.match(span.of(text))
    return Span(span.start + (match.end() if match else 0), span.end)


def _inside_stars(text: str, span: Span) -> Span:
    words = span.of(text)
    inner = words.strip("* ")
    start = span.start + words.index(inner)
    return Span(start, start + len(inner))


def _lines(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for line in span.of(text).split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _cells(text: str, line: Span) -> Iterator[Span]:
    start = line.start
    for cell in line.of(text).split("\t"):
        if inner := cell.strip():
            begin = start + cell.index(inner)
            yield Span(begin, begin + len(inner))
        start += len(cell) + 1
