"""The blocks of a section: what each run of lines under its heading is."""

import re
from itertools import pairwise

from ingest.headings import Heading
from ingest.lines import Line
from search.section import Block, BlockKind, Span

_LINK = re.compile(r"^\s*<?https?://\S+?>?\s*$")
_NOTE = re.compile(r"^\s*-\s+\*\s")
_ITEM = re.compile(r"^(\s*)-\s+\S")
_REFERENCE = re.compile(r"^\s*→")
_MAX_SUBHEADING = 80


def find_blocks(heading: Heading, lines: list[Line]) -> tuple[Block, ...]:
    """The heading and the blocks of the lines that stand under it; neighbouring plain lines are one paragraph."""
    head = heading.line
    heading_end = head.span.start + len(head.text.rstrip()) - heading.rest
    start = head.span.start + len(head.text) - len(head.text.lstrip())
    blocks = [Block(BlockKind.HEADING, Span(start, heading_end))]
    if heading.rest:
        blocks.append(Block(BlockKind.SUBHEADING, Span(heading_end, head.span.start + len(head.text.rstrip()))))
    paragraph: list[Line] = []
    for line in lines:
        kind = _kind(line)
        if kind is BlockKind.PARAGRAPH:
            paragraph.append(line)
            continue
        _close(paragraph, blocks)
        if kind is not None:
            blocks.append(Block(kind, _trimmed(line, line), _level(line) if kind is BlockKind.ITEM else 0))
    _close(paragraph, blocks)
    starts = {_trimmed(line, line).start: line for line in lines if not line.is_blank}
    return _with_subheadings(blocks, starts)


def _kind(line: Line) -> BlockKind | None:
    if line.is_blank:
        return None
    if "\t" in line.text:
        return BlockKind.ROW
    for pattern, kind in (
        (_LINK, BlockKind.LINK),
        (_REFERENCE, BlockKind.REFERENCE),
        (_NOTE, BlockKind.NOTE),
        (_ITEM, BlockKind.ITEM),
    ):
        if pattern.match(line.text):
            return kind
    return BlockKind.PARAGRAPH


def _level(line: Line) -> int:
    match = _ITEM.match(line.text)
    return 2 if match and match[1] else 1


def _close(paragraph: list[Line], blocks: list[Block]) -> None:
    if paragraph:
        blocks.append(Block(BlockKind.PARAGRAPH, _trimmed(paragraph[0], paragraph[-1])))
        paragraph.clear()


def _trimmed(first: Line, last: Line) -> Span:
    """From the first line's first visible character to the last line's last one."""
    start = first.span.start + len(first.text) - len(first.text.lstrip())
    return Span(start, last.span.start + len(last.text.rstrip()))


def _with_subheadings(blocks: list[Block], lines: dict[int, Line]) -> tuple[Block, ...]:
    """Mark short unpunctuated paragraphs that stand over other text as sub-headings; never two in a row."""
    marked = [blocks[0]]
    for block, after in pairwise([*blocks[1:], None]):
        assert block is not None
        is_subheading = (
            block.kind is BlockKind.PARAGRAPH
            and after is not None
            and after.kind is not BlockKind.LINK
            and marked[-1].kind is not BlockKind.SUBHEADING
            and _reads_as_title(lines[block.span.start], block)
        )
        marked.append(Block(BlockKind.SUBHEADING, block.span) if is_subheading else block)
    return tuple(marked)


def _reads_as_title(line: Line, paragraph: Block) -> bool:
    """Whether a paragraph is one short line without a mark at its end."""
    one_line = line.span.end >= paragraph.span.end
    return one_line and len(line.text.strip()) <= _MAX_SUBHEADING and line.text.strip()[-1] not in ".,:;!?"
