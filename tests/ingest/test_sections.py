"""Sections: their spans tile every chapter, and they make a tree. Checked on the guide and on generated chapters."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.corpus import Corpus
from ingest.errors import CorpusError
from ingest.schema import Errata, LinkErratum
from ingest.sections import parse_guide
from search.guide import Guide
from search.section import Section
from tests.ingest.conftest import Parse


@dataclass
class GeneratedChapter:
    """A chapter's text, with the ids and titles of the sections written into it."""

    number: str
    text: str
    expected: list[tuple[str, str]] = field(default_factory=list)


_WORDS = st.sampled_from(
    ["посвідка", "заява", "п'ять", "в'їзд", "«статус»", "14", "днів", "№ 1", "在留カード", "é", "🙂"]
)
_PHRASES = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join)
_SENTENCES = _PHRASES.map(lambda phrase: f"Речення {phrase}.")
_TITLES = _PHRASES.map(lambda phrase: f"Назва {phrase}")
_BREAKS = st.integers(2, 4).map(lambda count: "\n" * count)
_ROWS = st.sampled_from(
    [
        "Бюро\t1-1 Конан, Токіо\tТел.: 03-1234-5678 IP 03-1234-9999",
        "\tВідділ\tПитання Тел.: 03-1234-5678",
        "--\t---\t--",
        "Консультанти знаходяться в:\tСаппоро",
    ]
)
_TRAPS = st.sampled_from(
    [
        "Адреса: 2-7-11 Аомі\n9 поверх, Спільна урядова будівля\n3 Поверх\n(1) Кімната\n2-2 Конан",
        "(6 випадків, коли посвідка не надається)",
        "1 фото обличчя (фото 3 x 4 см)",
        "Консультанти знаходяться в:\tСаппоро, Такамацу\t",
        "→ Див. Розділ 4, пункт 2, підпункт 2-1: «Назва».",
        "https://www.moj.go.jp/isa/index.html\r",
        "<https://example.com/>",
    ]
)


def _lines(lines: st.SearchStrategy[str], prefix: str = "- ") -> st.SearchStrategy[str]:
    return st.lists(lines, min_size=1, max_size=4).map(lambda found: "\n".join(prefix + line for line in found))


_BLOCKS = st.one_of(
    _SENTENCES,
    _PHRASES.map(lambda phrase: f"Підзаголовок {phrase}"),
    _lines(_SENTENCES),
    _lines(_PHRASES, "- ① "),
    _lines(_PHRASES, "- * "),
    _lines(_ROWS, ""),
    st.tuples(_PHRASES, _lines(_PHRASES, " - ")).map(lambda parts: f"- ② {parts[0]}:\n{parts[1]}"),
    _TRAPS,
)


@st.composite
def _chapters(draw: st.DrawFn) -> GeneratedChapter:
    """Chapters of the guide's grammar; at most one level of each has numbers of two digits."""
    chapter = GeneratedChapter(str(draw(st.integers(1, 12))), draw(st.sampled_from(["", " \n \n\n", "\n"])))

    def section(section_id: str, heading: str, table_title: str = "") -> None:
        title = draw(_TITLES)
        chapter.expected.append((section_id, title))
        chapter.text += f"{heading} {title}{table_title}{draw(_BREAKS)}"
        for _ in range(draw(st.integers(0, 2))):
            chapter.text += draw(_BLOCKS) + draw(_BREAKS)

    def items(parent: str) -> None:
        for item in range(1, draw(st.sampled_from([0, 0, 1, 2])) + 1):
            section(f"{parent}.{item}", draw(st.sampled_from(["", "- "])) + f"({item})")
        if draw(st.booleans()):
            title = f"Ключовий момент: {draw(_PHRASES)}"
            chapter.expected.append((f"{parent}.key", title))
            chapter.text += f"{draw(st.sampled_from(['', '- ']))}{title}\n\n{draw(_SENTENCES)}\n\n"

    section(chapter.number, f"Розділ {chapter.number}")
    points = draw(st.sampled_from([0, 1, 2, 11]))
    for point in range(1, points + 1):
        place = f"{chapter.number}.{point}"
        section(place, str(point), draw(st.sampled_from(["", "", "**Таблиця**"])))
        items(place)
        subpoints = draw(st.sampled_from([0, 1, 2] if point < points else [0, 1, 12]))
        for subpoint in range(1, subpoints + 1):
            section(f"{place}-{subpoint}", f"{point}-{subpoint}")
            items(f"{place}-{subpoint}")
    chapter.text = draw(st.sampled_from([chapter.text, chapter.text.rstrip("\n")]))
    return chapter


def _check_tiling(text: str, sections: list[Section]) -> None:
    assert "".join(section.span.of(text) for section in sections) == text
    assert sections[0].span.start == 0
    for section, after in pairwise(sections):
        assert section.span.end == after.span.start


def _check_tree(sections: dict[str, Section]) -> None:
    order = list(sections)
    for section in sections.values():
        below = [other for other in sections.values() if section.id in _ancestors(other, sections)]
        assert section.subtree_end == max([section.span.end, *(other.span.end for other in below)])
        assert section.subtree.holds(section.span)
        assert section.children == tuple(other.id for other in sections.values() if other.parent == section.id)
        assert [order.index(other.id) for other in below] == [
            order.index(section.id) + place for place in range(1, len(below) + 1)
        ]


def _ancestors(section: Section, sections: dict[str, Section]) -> list[str]:
    found = []
    while section.parent is not None:
        found.append(section.parent)
        section = sections[section.parent]
    return found


def test_spans_of_the_guides_sections_tile_its_file(guide: Guide, corpus: Corpus) -> None:
    _check_tiling(corpus.chapters[0].text, list(guide.sections.values()))


def test_the_guides_sections_make_a_tree(guide: Guide) -> None:
    _check_tree(dict(guide.sections))
    assert guide.section("1").children == tuple(f"1.{point}" for point in range(1, 8))
    assert guide.section("1.2-6").children == ("1.2-6.1", "1.2-6.2", "1.2-6.3", "1.2-6.key")
    assert guide.section("1.3").children == ("1.3.1", "1.3.2")


@settings(max_examples=150)
@given(_chapters())
def test_any_chapter_of_the_grammar_gives_the_sections_written_into_it(parse: Parse, chapter: GeneratedChapter) -> None:
    sections = parse(chapter.text, chapter.number)
    assert [(section.id, section.title) for section in sections.values()] == chapter.expected
    _check_tiling(chapter.text, list(sections.values()))
    _check_tree(sections)


@given(_chapters())
def test_what_stands_in_a_generated_section_lies_in_its_span(parse: Parse, chapter: GeneratedChapter) -> None:
    for section in parse(chapter.text, chapter.number).values():
        parts = (section.blocks, section.links, section.references, section.contacts)
        assert all(section.span.holds(part.span) for found in parts for part in found)
        for contact in section.contacts:
            assert all(contact.span.holds(phone.span) for phone in contact.phones)


def test_windows_line_ends_change_no_section(guide: Guide, parse: Parse) -> None:
    text = guide.texts["1"].replace("\n", "\r\n")
    sections = parse(text)
    _check_tiling(text, list(sections.values()))
    assert [(s.id, s.title, s.citation) for s in sections.values()] == [
        (s.id, s.title, s.citation) for s in guide.sections.values()
    ]
    assert [len(s.links) for s in sections.values()] == [len(s.links) for s in guide.sections.values()]


def test_an_erratum_for_a_url_that_is_not_printed_is_refused(corpus: Corpus) -> None:
    stray = LinkErratum(printed="https://www.moj.go.jp/nowhere.html", note="Примітка.", reason="Перевірка.")
    with pytest.raises(CorpusError, match=r"errata\.toml.*https://www\.moj\.go\.jp/nowhere\.html.*as printed"):
        parse_guide(replace(corpus, errata=Errata(links=(stray,))))
