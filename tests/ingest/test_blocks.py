"""Blocks: what each run of lines under a heading is."""

import pytest

from search.guide import Guide
from search.section import BlockKind
from tests.ingest.conftest import Parse

_HEAD = "Розділ 1 Назва\n\n1 Пункт\n\n"


def _blocks(text: str, parse: Parse) -> list[tuple[str, str]]:
    text = _HEAD + text
    _, *blocks = parse(text)["1.1"].blocks
    return [(block.kind.value, block.span.of(text)) for block in blocks]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Звичайне речення.", "paragraph"),
        ("- Паспорт", "item"),
        (" - вкладене", "item"),
        ("- ① Перше", "item"),
        ("- * Примітка", "note"),
        (" - * Вкладена примітка", "note"),
        ("→ Див. Розділ 4, пункт 2", "reference"),
        ("https://a.jp/", "link"),
        ("<https://a.jp/>", "link"),
        ("Бюро\tМісто", "row"),
        ("--\t---\t--", "row"),
        ("-без пробілу", "paragraph"),
    ],
)
def test_each_kind_of_line_is_known(line: str, kind: str, parse: Parse) -> None:
    assert _blocks(f"{line}\n", parse) == [(kind, line.strip())]


def test_nested_items_have_a_depth(parse: Parse) -> None:
    text = f"{_HEAD}- ① Перше\n - вкладене\n- ② Друге\n"
    assert [block.level for block in parse(text)["1.1"].blocks] == [0, 1, 2, 1]


def test_neighbouring_lines_are_one_paragraph(parse: Parse) -> None:
    assert _blocks("Токіо\n9 поверх\nОдайба.\n\nДалі.\n", parse) == [
        ("paragraph", "Токіо\n9 поверх\nОдайба."),
        ("paragraph", "Далі."),
    ]


def test_a_short_line_over_other_text_is_a_sub_heading(parse: Parse) -> None:
    assert _blocks("Які документи\n\n- Паспорт\n", parse)[0] == ("subheading", "Які документи")


@pytest.mark.parametrize(
    "text",
    [
        "Які документи:\n\n- Паспорт\n",
        "Які документи.\n\n- Паспорт\n",
        f"{'Дуже довгий рядок ' * 5}\n\n- Паспорт\n",
        "Які\nдокументи\n\n- Паспорт\n",
        "Які документи\n\nhttps://a.jp/\n",
        "Які документи\n",
    ],
)
def test_other_paragraphs_are_not(text: str, parse: Parse) -> None:
    assert _blocks(text, parse)[0][0] == "paragraph"


def test_there_are_never_two_sub_headings_in_a_row(parse: Parse) -> None:
    kinds = [kind for kind, _ in _blocks("Перше\n\nДруге\n\nТретє\n\n- Паспорт\n", parse)]
    assert kinds == ["subheading", "paragraph", "subheading", "item"]


def test_blocks_of_every_section_stand_in_order_within_its_span(guide: Guide) -> None:
    for section in guide.sections.values():
        ends = section.span.start
        for block in section.blocks:
            assert ends <= block.span.start < block.span.end <= section.span.end
            ends = block.span.end


def test_blocks_leave_out_nothing_but_white_space(guide: Guide) -> None:
    for section in guide.sections.values():
        left = list(guide.own_text(section))
        for block in section.blocks:
            start = block.span.start - section.span.start
            left[start : start + block.span.end - block.span.start] = " " * (block.span.end - block.span.start)
        assert "".join(left).split() == []


def test_every_section_begins_with_its_heading(guide: Guide) -> None:
    for section in guide.sections.values():
        first, *others = section.blocks
        assert first.kind is BlockKind.HEADING
        assert first.span.of(guide.texts["1"]).endswith(section.title)
        assert all(block.kind is not BlockKind.HEADING for block in others)
