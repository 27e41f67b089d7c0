"""A section as Markdown: its own words, with what stands under it, for programs that read text."""

import re
from collections.abc import Iterator

from api.section_view import month_in_words
from search.guide import Guide
from search.section import Block, BlockKind, Section

_MARKER = re.compile(r"^-\s+(?:[*▣]\s+)?")
_RULE = re.compile(r"^[\s-]+$")
_LISTED = (BlockKind.ITEM, BlockKind.ROW)


def section_markdown(guide: Guide, section: Section) -> str:
    """A section with its citation, official link and age, then everything under it; the words are the guide's."""
    facts = guide.facts
    stated = [
        f"- Цитування: {section.citation}",
        f"- Офіційна сторінка: <{guide.official_link(section).link.url}>",
        f"- Видання: «{facts.name}», {facts.edition}; зміст станом на {month_in_words(facts.contents_as_of)}",
    ]
    return "\n\n".join([f"# {section.number} {section.title}", "\n".join(stated), *_body(guide, section, 2)]) + "\n"


def _body(guide: Guide, section: Section, level: int) -> Iterator[str]:
    """Own text and subsections, a paragraph or a whole list at a time; headings deeper than 6 stay at 6."""
    listed: list[str] = []
    for block in section.blocks[1:]:
        text = block.span.of(guide.texts[section.chapter])
        if block.kind in _LISTED:
            if not _RULE.match(text):
                listed.append(_item(block, text))
            continue
        if listed:
            yield "\n".join(listed)
            listed = []
        yield _paragraph(block, text)
    if listed:
        yield "\n".join(listed)
    for child in map(guide.sections.__getitem__, section.children):
        yield f"{'#' * min(level, 6)} {child.number} {child.title}"
        yield from _body(guide, child, level + 1)


def _item(block: Block, text: str) -> str:
    """A list item, or a row of a table with its cells in a line."""
    indent = "  " * (max(block.level, 1) - 1)
    return f"{indent}- {' · '.join(_MARKER.sub('', text).split(chr(9)))}"


def _paragraph(block: Block, text: str) -> str:
    words = "  \n".join(text.splitlines())
    if block.kind is BlockKind.SUBHEADING:
        return f"**{words.strip('*')}**"
    if block.kind is BlockKind.NOTE:
        return f"> {_MARKER.sub('', words)}"
    if block.kind is BlockKind.LINK:
        return f"<{words.strip('<>')}>"
    return words
