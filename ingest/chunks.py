"""Cutting sections into chunks: a paragraph with its list, an item with its explanation, one contact row.

No chunk mixes sections. What a piece would lose by standing alone, the headings above it and the line that leads in,
goes with it as `context`. A section of several pieces that fits the encoder's window is a chunk as a whole too; a bare
heading is none (on the starter questions whole sections add 1 to 2 points of success@1, bare headings cost 2).
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from search.chunk import Chunk, ChunkKind
from search.guide import Guide
from search.section import Block, BlockKind, Section, Span

CHUNKER_VERSION = "1"

CountTokens = Callable[[str], int]

_URL = re.compile(r"<?https?://\S+>?")
_POINTS_TO_LINK = re.compile(r"-?\s*▣?\s*Для отримання детальнішої інформації див\. веб-сайт, вказаний далі\.?")
_NUMBERED = re.compile(r"^\s*-\s+[①-⑳]")
_LISTED = (BlockKind.ITEM, BlockKind.NOTE, BlockKind.LINK, BlockKind.REFERENCE)


@dataclass(slots=True)
class _Group:
    """Blocks that belong together, and the sub-heading or lead that they keep."""

    lead: str = ""
    blocks: list[Block] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return Span(self.blocks[0].span.start, self.blocks[-1].span.end)


def chunk_guide(guide: Guide, count_tokens: CountTokens, max_tokens: int) -> tuple[Chunk, ...]:
    """The chunks of all sections, in the guide's order.

    Args:
        count_tokens: length of a passage in the encoder's tokens.
        max_tokens: the encoder's window; a longer piece is cut at its blocks.
    """
    return tuple(
        chunk
        for section in guide.sections.values()
        for chunk in _chunk_section(guide, section, count_tokens, max_tokens)
    )


def _chunk_section(guide: Guide, section: Section, count_tokens: CountTokens, max_tokens: int) -> Iterator[Chunk]:
    text = guide.texts[section.chapter]
    trail = " — ".join(above.title.rstrip(".") for above in (*guide.trail(section)[1:], section))

    def fits(context: str, words: str) -> bool:
        return count_tokens(f"{context}\n{words}") <= max_tokens

    number = 0
    for kind, group in _pieces(text, section):
        context = f"{trail}. {group.lead}".strip(" .:") + "."
        for part in _fitting(text, group, partial(fits, context)):
            number += 1
            yield _chunk(section, number, kind, part.span, context, plain_text(part.span.of(text)))
    whole = Span(section.blocks[0].span.end, section.blocks[-1].span.end)
    words = plain_text(whole.of(text))
    if number > 1 and not section.contacts and fits(f"{trail}.", words):
        yield _chunk(section, number + 1, ChunkKind.SECTION, whole, f"{trail}.", words)


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
        if block.kind is BlockKind.PARAGRAPH:
            words = " ".join(block.span.of(text).split())
            introduction = words if words.endswith(":") or _introduces_items(block, blocks, explained) else ""
        group.blocks.append(block)
    if group.blocks:
        yield group


def _introduces_items(paragraph: Block, blocks: tuple[Block, ...], explained: set[int]) -> bool:
    """Whether numbered items with explanations follow a paragraph: it leads in each of them."""
    after = blocks[blocks.index(paragraph) + 1 :]
    return bool(after) and id(after[0]) in explained


def _fitting(text: str, group: _Group, fits: Callable[[str], bool]) -> Iterator[_Group]:
    """The group whole if it fits the window, else cut between blocks; each part keeps the line that leads in."""
    if fits(plain_text(group.span.of(text))) or len(group.blocks) == 1:
        yield group
        return
    first = group.blocks[0]
    lead = group.lead
    if first.kind in (BlockKind.SUBHEADING, BlockKind.PARAGRAPH):
        lead = plain_text(first.span.of(text))
    part = _Group(lead, [])
    for block in group.blocks:
        longer = Span((part.blocks or [block])[0].span.start, block.span.end)
        if part.blocks and not fits(f"{lead} {plain_text(longer.of(text))}"):
            yield part
            part = _Group(lead, [])
        part.blocks.append(block)
    yield part
