"""Manual pages as chapters that the guide's own grammar reads."""

from pathlib import Path

import pytest

from eval.scale.chapters import MANUALS_A_CHAPTER, chapters_of
from eval.scale.manuals import Manual, read_manuals
from eval.scale.pages import parts_of
from ingest.corpus import ChapterText, Corpus
from ingest.sections import parse_chapter
from search.errors import DovidnykError
from search.section import Section

_PAGE = """\
CAT(1)          Команди          CAT(1)

НАЗВА
       cat — сполучення файлів

ОПИС
       Сполучити файли і вивести дані. Сполучити файли і вивести дані.

       -A, --show-all
              показати усе, що є у вхідних даних, разом із табуляціями

   Приклади
       2 Файли виводяться один за одним, коли їх названо двічі.

GNU             2026             CAT(1)
"""


def _sections(*pages: str) -> list[Section]:
    return [
        section
        for chapter in chapters_of([Manual(f"page{place}", page) for place, page in enumerate(pages)], 101)
        for section in parse_chapter(ChapterText(chapter.number, "rozdil-101.txt", chapter.text, ""), {})
    ]


def test_pages_are_read_from_packed_files_without_links_and_bold_letters(manuals_folder: Path) -> None:
    manuals = list(read_manuals([manuals_folder]))
    assert [manual.name for manual in manuals] == [f"tvaryna{number:02}" for number in range(24)]
    assert "--3" in manuals[3].text
    assert "\x08" not in manuals[3].text


def test_a_folder_without_pages_is_an_error_that_says_where_pages_are(tmp_path: Path) -> None:
    with pytest.raises(DovidnykError, match="no manual pages; give a folder like /usr/share/man/uk"):
        list(read_manuals([tmp_path]))


def test_without_the_program_the_error_names_it(manuals_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(DovidnykError, match="the program 'man' turns manuals into text"):
        list(read_manuals([manuals_folder]))


def test_a_page_has_its_headings_and_what_stands_under_them() -> None:
    parts = parts_of(Manual("cat", _PAGE))
    assert [(part.title, part.level) for part in parts] == [("НАЗВА", 1), ("ОПИС", 1), ("Приклади", 2)]
    assert parts[1].paragraphs[1] == ("-A, --show-all", ["показати усе, що є у вхідних даних, разом із табуляціями"])


def test_a_page_is_a_point_its_headings_subpoints_and_items() -> None:
    sections = _sections(_PAGE)
    assert [section.id for section in sections] == ["101", "101.1", "101.1-1", "101.1-2", "101.1-2.1"]
    assert [section.title for section in sections[1:]] == ["«page0»", "НАЗВА", "ОПИС", "Приклади"]


def test_no_sentence_stands_twice_and_none_passes_for_a_heading() -> None:
    (chapter,) = chapters_of([Manual("cat", _PAGE), Manual("again", _PAGE)], 101)
    assert chapter.text.count("Сполучити файли і вивести дані.") == 1
    assert "again" not in chapter.text
    assert "… 2 Файли виводяться" in chapter.text


def test_all_pages_are_taken_some_a_chapter(manuals_folder: Path) -> None:
    chapters = list(chapters_of(read_manuals([manuals_folder]), 101))
    assert [chapter.number for chapter in chapters] == ["101", "102", "103"]
    for chapter in chapters:
        sections = parse_chapter(ChapterText(chapter.number, "f", chapter.text, ""), {})
        assert sum(section.parent == chapter.number for section in sections) == MANUALS_A_CHAPTER


def test_the_guide_has_no_such_chapter(corpus: Corpus) -> None:
    assert all(int(chapter.number) < 101 for chapter in corpus.facts.chapters)
