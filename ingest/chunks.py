"""Cutting sections into chunks: a paragraph with its list, an item with its explanation, one contact row.

No chunk mixes sections. What a piece would lose by standing alone, the headings above it and the line that leads in,
goes with it as `context`. A section of several pieces that fits the encoder's window is a chunk as a whole too; a bare
heading is none (on the starter questions whole sections add 1 to 2 points of success@1, bare headings cost 2).
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from search.chunk import Chunk, ChunkKind
from search.guide import Guide
from search.section import Block, BlockKind, Section, Span

CHUNKER_VERSION = "1"

CountTokens = Callable[[str], int]
Fits = Callable[[str, str], bool]
"""Whether a passage of a lead and words fits the window under the section's headings."""

_URL = re.compile(r"<?https?://\S+>?")
_POINTS_TO_LINK = re.compile(r"-?\s*▣?\s*Для отримання детальнішої інформації див\. веб-сайт, вказаний далі\.?")
_NUMBERED = re.compile(r"^\s*-\s+[①-⑳]")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_SPACE = re.compile(r"\s+")
_LISTED = (BlockKind.ITEM, BlockKind.NOTE, BlockKind.LINK, BlockKind.REFERENCE)


@dataclass(slots=True)
class _Group:
    """Blocks that belong together, and the sub-heading or lead that they keep."""

    lead: str = ""
    blocks: list[Block] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return Span(self.blocks[0].span.start, self.blocks[-1].span.end)

    def shown(self, text: str) -> Span:
        """The group without the links at its end and the lines that only point to them."""
        shown = list(self.blocks)
        while len(shown) > 1 and not plain_text(shown[-1].span.of(text)):
            shown.pop()
        return Span(shown[0].span.start, shown[-1].span.end)


def chunk_guide(guide: Guide, count_tokens: CountTokens, max_tokens: int) -> tuple[Chunk, ...]:
    """The chunks of all sections, in the guide's order.

    Args:
        count_tokens: length of a passage in the encoder's tokens.
        max_tokens: the encoder's window; a longer piece is cut between blocks, a longer block between sentences. A
            contact row is never cut.
    """
    return tuple(
        chunk
        for section in guide.sections.values()
        for chunk in _chunk_section(guide, section, count_tokens, max_tokens)
    )


def _chunk_section(guide: Guide, section: Section, count_tokens: CountTokens, max_tokens: int) -> Iterator[Chunk]:
    text = guide.texts[section.chapter]
    trail = " — ".join(above.title.rstrip(".") for above in (*guide.trail(section)[1:], section))

    def context(lead: str) -> str:
        return f"{trail}. {lead}".strip(" .:") + "."

    def fits(lead: str, words: str) -> bool:
        return count_tokens(f"{context(lead)}\n{words}") <= max_tokens

    number = 0
    for kind, group in _pieces(text, section):
        for part in _fitting(text, group, fits):
            number += 1
            yield _chunk(section, number, kind, part.shown(text), context(part.lead), plain_text(part.span.of(text)))
    whole = Span(section.blocks[0].span.end, section.blocks[-1].span.end)
    words = plain_text(whole.of(text))
    if number > 1 and not section.contacts and fits("", words):
        yield _chunk(section, number + 1, ChunkKind.SECTION, whole, context(""), words)


def _chunk(section: Section, number: int, kind: ChunkKind, span: Span, context: str, text: str) -> Chunk:
    digest = hashlib.sha256(f"{context}\n{text}".encode()).hexdigest()
    return Chunk(f"{section.id}#{number}", section.id, kind, span, context, text, digest)


def plain_text(text: str) -> str:
    """Text as it is matched: one line, without URLs, list marks and the line that only points to a link."""
    words = _POINTS_TO_LINK.sub(" ", _URL.sub(" ", text)).replace("**", " ")
    return " ".join(re.sub(r"(?m)^\s*(?:-\s+)+", "", words).split())


def _pieces(text: str, section: Section) -> Iterator[tuple[ChunkKind, _Group]]:
    rows = {contact.span.start: contact for contact in section.contacts}
    for group in _groups(text, section.blocks[1:]):
        if group.blocks[0].kind is BlockKind.ROW:
            for block in group.blocks:
                if contact := rows.get(block.span.start):
                    yield ChunkKind.CONTACT, _Group(contact.table, [Block(BlockKind.ROW, contact.span)])
        elif plain_text(group.span.of(text)) and not _is_table_title(group):
            listed = any(block.kind is BlockKind.ITEM for block in group.blocks)
            yield ChunkKind.LIST if listed else ChunkKind.TEXT, group


def _is_table_title(group: _Group) -> bool:
    """A sub-heading alone, as over a table: it goes with each row as its lead."""
    return [block.kind for block in group.blocks] == [BlockKind.SUBHEADING]


def _groups(text: str, blocks: tuple[Block, ...]) -> Iterator[_Group]:
    """A sub-heading, a paragraph after a list, a table row and a numbered item with explanations each begin a group."""
    group = _Group()
    introduction = ""
    explained = {
        id(block)
        for block, after in pairwise(blocks)
        if after.level == 2 and block.level == 1 and _NUMBERED.match(block.span.of(text))
    }
    for block in blocks:
        begins = (
            block.kind is BlockKind.SUBHEADING
            or id(block) in explained
            or (block.kind is BlockKind.ROW) != bool(group.blocks and group.blocks[0].kind is BlockKind.ROW)
            or (block.kind is BlockKind.PARAGRAPH and any(b.kind in _LISTED for b in group.blocks))
        )
        if begins and group.blocks:
            yield group
            group = _Group(introduction)
        words = " ".join(block.span.of(text).split())
        if _introduces_items(block, blocks, explained):
            introduction = words
        elif block.kind is BlockKind.PARAGRAPH:
            introduction = words if words.endswith(":") else ""
        group.blocks.append(block)
    if group.blocks:
        yield group


def _introduces_items(block: Block, blocks: tuple[Block, ...], explained: set[int]) -> bool:
    """Whether numbered items with explanations follow a paragraph or a sub-heading: it leads in each of them."""
    after = blocks[blocks.index(block) + 1 :]
    return block.kind not in _LISTED and bool(after) and id(after[0]) in explained


def _fitting(text: str, group: _Group, fits: Fits) -> Iterator[_Group]:
    """The group whole if it fits the window, else cut; each further part keeps the lines that lead in.

    A lead that would take more than half of the window is left out.
    """
    group = group if fits(group.lead, group.lead) else _Group("", group.blocks)
    if fits(group.lead, plain_text(group.span.of(text))) or group.blocks[0].kind is BlockKind.ROW:
        yield group
        return
    lead = _lead_of_parts(text, group, fits)
    part = _Group(group.lead)
    for block in group.blocks:
        for atom in _atoms(text, block, partial(fits, lead)):
            longer = Span((part.blocks or [atom])[0].span.start, atom.span.end)
            if part.blocks and not fits(part.lead, plain_text(longer.of(text))):
                yield part
                part = _Group(lead)
            part.blocks.append(atom)
    yield part


def _lead_of_parts(text: str, group: _Group, fits: Fits) -> str:
    """What stands over a list, or over running text its sub-heading, if it takes no more than half of the window."""
    kinds = [block.kind for block in group.blocks]
    listed = next((place for place, kind in enumerate(kinds) if kind in _LISTED), 0)
    leading = group.blocks[: listed or int(kinds[0] is BlockKind.SUBHEADING)]
    words = " ".join(plain_text(block.span.of(text)) for block in leading)
    lead = f"{group.lead} {words}".strip()
    return lead if fits(lead, lead) else group.lead


def _atoms(
    text: str, block: Block, fits: Callable[[str], bool], cuts: tuple[re.Pattern[str], ...] = (_SENTENCE_END, _SPACE)
) -> Iterator[Block]:
    """The block if it fits the window, else its sentences, and of a sentence that doesn't fit the words."""
    if not cuts or fits(plain_text(block.span.of(text))):
        yield block
        return
    gaps = [gap.span() for gap in cuts[0].finditer(block.span.of(text))]
    edges = [0, *(edge for gap in gaps for edge in gap), block.span.end - block.span.start]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        sentence = Span(block.span.start + start, block.span.start + end)
        yield from _atoms(text, replace(block, span=sentence), fits, cuts[1:])
