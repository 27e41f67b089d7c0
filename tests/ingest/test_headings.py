"""Headings: the golden table of chapter 1, lines that only look like headings, and what is refused."""

import pytest

from ingest.errors import GrammarError
from ingest.headings import Level, find_headings
from ingest.lines import split_lines
from search.guide import Guide
from tests.ingest.conftest import Parse, Table

_INTRODUCTION = "Розділ 1 Назва\n\n1 Пункт\n\nТекст.\n\n"


def test_chapter_1_has_exactly_the_sections_of_the_golden_table(guide: Guide, golden_table: Table) -> None:
    found = [
        {"id": section.id, "number": section.number, "title": section.title, "citation": section.citation}
        for section in guide.sections.values()
    ]
    assert len(found) == 33
    assert found == golden_table("sections.tsv")


def test_an_address_line_that_begins_with_a_number_is_no_point(guide: Guide) -> None:
    section = guide.section("1.1-4")
    assert "\n9 поверх, Спільна урядова будівля" in guide.own_text(section)
    assert section.children == ()


def test_a_count_in_brackets_is_no_item(guide: Guide) -> None:
    section = guide.section("1.1")
    assert "\n(6 випадків, коли посвідка на проживання не надається)" in guide.own_text(section)
    assert section.children == ("1.1-1", "1.1-2", "1.1-3", "1.1-4")


@pytest.mark.parametrize(
    "line",
    [
        "2 поверх, Спільна будівля",
        "(1 випадок, коли це не так)",
        "1-1 квартира",
        "(1) випадок",
        "2 Будинок\tмісто\tТел.: 03-1234-5678",
        "1-1\tКонан",
        "див. Розділ 2 Назва",
        "3 Поверх\nСпільна будівля",
        "(2) Кімната\nСпільна будівля",
    ],
)
def test_lines_that_only_look_like_headings_stay_text(line: str, parse: Parse) -> None:
    assert list(parse(f"{_INTRODUCTION}{line}\n\nДалі.\n")) == ["1", "1.1"]


def test_a_heading_in_the_middle_of_a_paragraph_is_text(parse: Parse) -> None:
    assert list(parse(f"{_INTRODUCTION}Адреса:\n2 Поверх будівлі\n1-1 Конан\n(1) Кімната\n")) == ["1", "1.1"]


def test_a_heading_may_follow_its_parent_at_once(parse: Parse) -> None:
    assert list(parse("Розділ 1 Назва\n1 Пункт\n1-1 Підпункт\n(1) Річ\nТекст.\n")) == ["1", "1.1", "1.1-1", "1.1-1.1"]


def test_numbers_of_two_digits_count_on(parse: Parse) -> None:
    points = "".join(f"{number} Пункт\n\nТекст.\n\n" for number in range(1, 11))
    subpoints = "".join(f"10-{number} Підпункт\n\nТекст.\n\n" for number in range(1, 13))
    items = "".join(f"({number}) Річ\n\nТекст.\n\n" for number in range(1, 12))
    sections = parse(f"Розділ 12 Назва\n\n{points}{subpoints}{items}", "12")
    last = sections["12.10-12.11"]
    assert (last.number, last.parent) == ("10-12 (11)", "12.10-12")
    assert last.citation == "Розділ 12, пункт 10, підпункт 10-12 (11) «Річ»"


def test_boxes_are_sections_of_what_they_stand_in(parse: Parse) -> None:
    sections = parse(
        f"{_INTRODUCTION}Ключовий момент: перше\n\nА.\n\n1-1 Підпункт\n\n(1) Річ\n\nБ.\n\n"
        "- Ключовий момент: друге\n\nВ.\n\n- Ключовий момент: третє\n\nГ.\n\n(2) Інша річ\n\nД.\n"
    )
    assert list(sections) == ["1", "1.1", "1.1.key", "1.1-1", "1.1-1.1", "1.1-1.key", "1.1-1.key2", "1.1-1.2"]
    box = sections["1.1-1.key"]
    assert (box.number, box.parent) == ("1-1, ключовий момент", "1.1-1")
    assert box.citation == "Розділ 1, пункт 1, підпункт 1-1, «Ключовий момент: друге»"


def test_a_box_or_an_item_before_the_first_point_is_text(parse: Parse) -> None:
    assert list(parse("Розділ 1 Назва\n\nКлючовий момент: річ\n\n(1) Річ\n\nТекст.\n")) == ["1"]


@pytest.mark.parametrize("end", ["", "  "])
def test_a_table_title_on_the_headings_line_is_no_part_of_the_title(end: str, parse: Parse) -> None:
    text = f"{_INTRODUCTION}2 Запити тощо.**Бюро**{end}\n\nА\tБ\tТел.: 03-1234-5678\n"
    section = parse(text)["1.2"]
    heading, title, *_ = section.blocks
    assert section.title == "Запити тощо."
    assert (heading.span.of(text), title.span.of(text)) == ("2 Запити тощо.", "**Бюро**")
    assert section.contacts[0].table == "Бюро"


def test_levels_are_told_apart() -> None:
    lines = split_lines("Розділ 3 Назва\n\n1 Пункт\n\n1-1 Підпункт\n\n- (1) Річ\n\nКлючовий момент: це\n")
    assert [heading.level for heading in find_headings("rozdil-03.txt", "3", lines)] == list(Level)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "no heading «Розділ 1 …» found"),
        ("\n \n", 1, "no heading «Розділ 1 …» found"),
        ("Текст\n\nРозділ 1 Назва\n", 1, "text before the chapter's heading"),
        ("\n\nРозділ 2 Назва\n", 3, "found «Розділ 2 …», expected chapter 1 by the file's name"),
        (f"{_INTRODUCTION}3 Пункт\n\nТекст.\n", 7, "heading 3 out of order, expected 2"),
        (f"{_INTRODUCTION}1 Пункт\n\nТекст.\n", 7, "heading 1 out of order, expected 2"),
        (f"{_INTRODUCTION}1-2 Підпункт\n\nТекст.\n", 7, "heading 1-2 out of order, expected 1-1"),
        (f"{_INTRODUCTION}2-1 Підпункт\n\nТекст.\n", 7, "heading 2-1 out of order, expected 1-1"),
        (f"{_INTRODUCTION}(2) Річ\n\nТекст.\n", 7, "heading (2) out of order, expected (1)"),
        (f"{_INTRODUCTION}Розділ 2 Інша назва\n\nТекст.\n", 7, "a second chapter heading"),
        ("Розділ 1 Назва\n\n1-1 Підпункт\n\nТекст.\n", 3, "heading 1-1 out of order, expected a point before"),
        (f"{_INTRODUCTION}3 Пункт", 7, "heading 3 out of order, expected 2"),
    ],
)
def test_broken_grammar_is_refused_with_file_line_and_reason(text: str, line: int, reason: str, parse: Parse) -> None:
    with pytest.raises(GrammarError) as refusal:
        parse(text)
    assert (refusal.value.file, refusal.value.line) == ("rozdil-01.txt", line)
    assert str(refusal.value).startswith(f"rozdil-01.txt, line {line}: {reason}")
