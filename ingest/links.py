"""The links that a section prints: titles from the text around them, kind, and known faults mended beside the text."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from ingest.schema import LinkErratum
from search.section import Block, BlockKind, Link, LinkKind, Span

_URL = re.compile(r"https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)]")
_MARKER = re.compile(r"^(?:-\s+)?(?:[*▣]\s*)?(?:[①-⑳]\s*)?")
_POINTS_TO_LINK = re.compile(r"інформації див\. веб-сайт", re.IGNORECASE)
_OFFICIAL_HOST = re.compile(r"(?:[a-z0-9-]+\.)*moj\.go\.jp\.?")


def link_kind(url: str) -> LinkKind:
    """`official` where the host is moj.go.jp or a subdomain of it; a host that merely contains the name is not."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # brackets that hold no address
        host = ""
    return LinkKind.OFFICIAL if _OFFICIAL_HOST.fullmatch(host) else LinkKind.OTHER


def find_links(
    text: str, blocks: tuple[Block, ...], section_title: str, errata: Mapping[str, LinkErratum]
) -> tuple[Link, ...]:
    """All links of a section in order.

    A link's title is the line that names it, usually the list item before it. Where that line only says "for more
    information see the web site", the title is what the sentence above it is about: the section's own title, or, for
    a further link, the paragraph that introduces it.
    """
    links: list[Link] = []
    for index, block in enumerate(blocks):
        for match in _URL.finditer(block.span.of(text)):
            printed = match[0]
            start = block.span.start + match.start()
            erratum = errata.get(printed)
            corrected = erratum.corrected if erratum else None
            url = corrected or printed
            links.append(
                Link(
                    url=url,
                    title=_title(text, blocks, index, section_title, first=not links),
                    kind=link_kind(url),
                    span=Span(start, start + len(printed)),
                    corrected_from=printed if corrected else None,
                    note=erratum.note if erratum else None,
                )
            )
    return tuple(links)


def _title(text: str, blocks: tuple[Block, ...], index: int, section_title: str, *, first: bool) -> str:
    own = _URL.sub("", blocks[index].span.of(text)).strip(" <>-\n")
    if own and not _POINTS_TO_LINK.search(own):
        return _plain(own)
    for block in reversed(blocks[:index]):
        words = block.span.of(text)
        if block.kind is BlockKind.HEADING:
            break
        if block.kind is BlockKind.LINK or _POINTS_TO_LINK.search(words):
            continue
        if block.kind is BlockKind.PARAGRAPH and not first:
            return _plain(words)
        if block.kind in (BlockKind.ITEM, BlockKind.NOTE) and _names_next_link(text, blocks, index):
            return _plain(words)
    return section_title


def _names_next_link(text: str, blocks: tuple[Block, ...], index: int) -> bool:
    """Whether the block right before the link names it, rather than only pointing to it."""
    before = blocks[index - 1]
    return not _POINTS_TO_LINK.search(before.span.of(text)) and before.kind in (BlockKind.ITEM, BlockKind.NOTE)


def _plain(words: str) -> str:
    """Words on one line, without list marks and the final full stop."""
    return _MARKER.sub("", " ".join(words.split())).rstrip(" .:")
