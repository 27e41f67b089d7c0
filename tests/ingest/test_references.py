"""Cross-references: the golden table of chapter 1, the forms that the guide uses, and what they resolve to."""

import pytest

from ingest.headings import Place
from ingest.references import find_references
from search.guide import Guide
from search.section import Span
from tests.ingest.conftest import Table

_HERE = Place("2", point=10, subpoint=12)


def _targets(text: str) -> list[str]:
    return [reference.target for reference in find_references(text, Span(0, len(text)), _HERE)]


def test_chapter_1_has_exactly_the_references_of_the_golden_table(guide: Guide, golden_table: Table) -> None:
    found = [
        {
            "section": section.id,
            "printed": guide.quote(section.chapter, reference.span),
            "target": reference.target,
            "citation": reference.citation,
        }
        for section in guide.sections.values()
        for reference in section.references
    ]
    assert found == golden_table("references.tsv")


def test_a_held_target_is_cited_with_its_full_title(guide: Guide) -> None:
    references = [reference for section in guide.sections.values() for reference in section.references]
    held = [reference for reference in references if reference.target in guide.sections]
    assert len(held) == 9
    assert all(reference.citation == guide.section(reference.target).citation for reference in held)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("→ Див. Розділ 4, пункт 2, підпункт 2-1: «Назва».", "4.2-1"),
        ("зверніться до Розділу 12, пункту 10, підпункту 10-11 (3) «Назва».", "12.10-11.3"),
        ("у Розділі 3, пункті 1, підпункті 1-1, щоб", "3.1-1"),
        ("Розділу 3, пункту 2 «Назва»", "3.2"),
        ("Розділ 3, пункт 12 (2)", "3.12.2"),
        ("Розділ 3, пункт 12\n(2)", "3.12.2"),
        ("Див. Розділ 3, пункт 12-1", "3.12-1"),
        ("Див. Розділ 3, підпункт 12-1 (2)", "3.12-1.2"),
        ("Розділ 10 «Надзвичайні ситуації»", "10"),
        ("(див. 2-1)", "2.2-1"),
        ("(див. пункт 12-11)", "2.12-11"),
        ("(див. підпункт 2-6 (2))", "2.2-6.2"),
        ("у разі пункту 1-1", "2.1-1"),
    ],
)
def test_each_form_of_reference_names_its_section(text: str, target: str) -> None:
    assert _targets(f"Текст: {text}") == [target]


def test_a_range_of_items_names_each_of_them() -> None:
    assert _targets("вказаний в підпунктах від (2) до (4), повинні") == ["2.10-12.2", "2.10-12.3", "2.10-12.4"]


@pytest.mark.parametrize(
    "text",
    [
        "Розділ 3 говорить про інше",
        "не зазначені в пункті № 1",
        "протягом 5-10 років",
        "див. 03-5796-7112",
        "тел.: 0570-013904",
        "відповідно до статті 1 Конвенції 1951 року",
    ],
)
def test_other_numbers_are_no_references(text: str) -> None:
    assert _targets(f"Текст: {text}") == []


def test_a_chapters_own_heading_is_no_reference() -> None:
    assert _targets(" \n\nРозділ 2 «Назва»\n\nТекст.") == []


def test_a_title_may_hold_quotation_marks() -> None:
    text = "Див. Розділ 1, пункт 4, підпункт 4-1 «Визначення поняття «біженець»»."
    (reference,) = find_references(text, Span(0, len(text)), _HERE)
    assert reference.citation == "Розділ 1, пункт 4, підпункт 4-1 «Визначення поняття «біженець»»"
    assert reference.span.of(text) == text.removeprefix("Див. ").removesuffix(".")


def test_spans_are_places_in_the_file_not_in_the_section() -> None:
    text = "Щось інше. Див. 2-1 і Розділ 3, пункт 1."
    references = find_references(text, Span(11, len(text)), _HERE)
    assert [reference.span.of(text) for reference in references] == ["Див. 2-1", "Розділ 3, пункт 1"]
