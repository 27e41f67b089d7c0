"""A chapter's text turned into sections whose own spans tile the file."""

from collections.abc import Mapping
from dataclasses import replace

from ingest.blocks import find_blocks
from ingest.contacts import find_contacts
from ingest.corpus import ChapterText, Corpus
from ingest.errors import CorpusError
from ingest.headings import Heading, find_headings
from ingest.lines import Line, split_lines
from ingest.links import find_links
from ingest.references import find_references, resolved
from ingest.schema import LinkErratum
from search.guide import Guide
from search.section import Section, Span


def parse_chapter(chapter: ChapterText, errata: Mapping[str, LinkErratum]) -> tuple[Section, ...]:
    """The sections of a chapter in order; cross-references are not resolved yet.

    Args:
        errata: corrections and notes by printed URL.

    Raises:
        GrammarError: the text breaks the guide's grammar.
    """
    lines = split_lines(chapter.text)
    headings = find_headings(chapter.file, chapter.chapter, lines)
    index_of = {line.number: index for index, line in enumerate(lines)}
    starts = [index_of[heading.line.number] for heading in headings]
    ends = [*starts[1:], len(lines)]
    sections = [
        _section(
            chapter.text,
            heading,
            lines[start + 1 : end],
            _own_span(lines, start, end, first=start == starts[0]),
            errata,
        )
        for heading, start, end in zip(headings, starts, ends, strict=True)
    ]
    return _linked(sections)


def _own_span(lines: list[Line], start: int, end: int, *, first: bool) -> Span:
    """From the heading's line (of the first one: the file's beginning) to where the next heading's line begins."""
    return Span(0 if first else lines[start].span.start, lines[end - 1].span.end)


def _section(text: str, heading: Heading, lines: list[Line], span: Span, errata: Mapping[str, LinkErratum]) -> Section:
    blocks = find_blocks(heading, lines)
    return Section(
        id=heading.place.section_id,
        chapter=heading.place.chapter,
        number=heading.place.number,
        title=heading.title,
        citation=heading.place.citation(heading.title),
        parent=heading.place.parent_id,
        children=(),
        span=span,
        subtree_end=span.end,
        blocks=blocks,
        links=find_links(text, blocks, heading.title, errata),
        references=find_references(text, span, heading.place),
        contacts=find_contacts(text, blocks, lines),
    )


def _linked(sections: list[Section]) -> tuple[Section, ...]:
    """Give each section its children and the end of its subtree."""
    children: dict[str, list[str]] = {section.id: [] for section in sections}
    subtree_end = {section.id: section.span.end for section in sections}
    for section in reversed(sections):
        if section.parent is not None:
            children[section.parent].insert(0, section.id)
            subtree_end[section.parent] = max(subtree_end[section.parent], subtree_end[section.id])
    return tuple(
        replace(section, children=tuple(children[section.id]), subtree_end=subtree_end[section.id])
        for section in sections
    )


def parse_guide(corpus: Corpus) -> Guide:
    """All chapters of a corpus as one guide, cross-references resolved wherever the section meant is held.

    Raises:
        GrammarError: a chapter breaks the guide's grammar.
        CorpusError: an erratum names a URL that no chapter prints, or the help desk's table isn't there.
    """
    errata = {erratum.printed: erratum for erratum in corpus.errata.links}
    sections = [section for chapter in corpus.chapters for section in parse_chapter(chapter, errata)]
    printed = {link.corrected_from or link.url for section in sections for link in section.links}
    for url in errata:
        if url not in printed:
            raise CorpusError(f"errata.toml: no chapter prints the link {url}; an erratum must name a URL as printed")
    held = {section.id: section for section in sections}
    texts = {chapter.chapter: chapter.text for chapter in corpus.chapters}
    guide = Guide.of(corpus.facts, texts, tuple(resolved(section, held) for section in sections))
    _check_help_desk(guide)
    return guide


def _check_help_desk(guide: Guide) -> None:
    desk = guide.facts.help_desk
    if desk and desk.section in guide.sections and guide.help_desk() is None:
        raise CorpusError(
            f"guide.toml: help_desk names the table {desk.table!r} of section {desk.section}, which the text doesn't "
            "have; give a section and the title of a contact table in it"
        )
