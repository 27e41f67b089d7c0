"""Contact tables: the golden records of chapter 1, continuation rows, telephone numbers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from search.guide import Guide
from search.section import Contact
from tests.ingest.conftest import Parse

_GOLDEN = Path(__file__).parent / "golden" / "contacts.json"
_HEAD = "Розділ 1 Назва\n\n1 Запити**Бюро**\n\n"


def _record(contact: Contact) -> dict[str, Any]:
    return {
        "office": contact.office,
        "address": contact.address,
        "phones": [[phone.number, phone.label] for phone in contact.phones],
        "notes": list(contact.notes),
    }


def _contacts(table: str, parse: Parse) -> tuple[Contact, ...]:
    contacts: tuple[Contact, ...] = parse(_HEAD + table)["1.1"].contacts
    return contacts


def test_chapter_1_has_exactly_the_golden_records(guide: Guide) -> None:
    contacts = guide.section("1.6").contacts
    found = [
        {"table": contact.table, **_record(contact), "departments": [_record(row) for row in contact.departments]}
        for contact in contacts
    ]
    assert len(found) == 20
    assert found == json.loads(_GOLDEN.read_text(encoding="utf-8"))


def test_no_other_section_has_contacts(guide: Guide) -> None:
    assert [section.id for section in guide.sections.values() if section.contacts] == ["1.6"]


def test_every_telephone_number_of_the_table_is_in_a_record(guide: Guide) -> None:
    contacts = guide.section("1.6").contacts
    phones = [phone for contact in contacts for row in (contact, *contact.departments) for phone in row.phones]
    printed = re.findall(r"(?:Тел\.: |закордону |інспекції )([0-9-]+)", guide.own_text(guide.section("1.6")))
    assert [phone.number for phone in phones] == printed
    assert all(guide.quote("1", phone.span) == phone.number for phone in phones)


def test_the_three_continuation_rows_belong_to_the_office_above_them(guide: Guide) -> None:
    contacts = guide.section("1.6").contacts
    continued = {contact.office: contact for contact in contacts if contact.departments or contact.notes}
    yotsuya, centre = continued.values()
    assert yotsuya.office.endswith("Урядова будівля філії в Йоцую")
    assert [row.office for row in yotsuya.departments] == ["Департамент реєстрації", "Департамент обробки інформації"]
    assert centre.notes == ("Консультанти знаходяться в: Саппоро, Такамацу та Наха (філії)",)
    assert guide.quote("1", yotsuya.span).count("\n\t") == 2
    assert guide.quote("1", centre.span).endswith("(філії)")


def test_a_separator_row_is_no_record_and_no_part_of_one(guide: Guide) -> None:
    for contact in guide.section("1.6").contacts:
        assert "--\t" not in guide.quote("1", contact.span)


def test_a_row_of_its_own_that_ends_in_a_colon_but_has_a_number_is_an_office(parse: Parse) -> None:
    rows = "Бюро\tМісто\tТел.: 03-1234-5678\nЧергові:\tМісто\tТел.: 03-1234-9999\n"
    assert [contact.office for contact in _contacts(rows, parse)] == ["Бюро", "Чергові:"]


def test_a_continuation_without_an_office_above_it_is_an_office(parse: Parse) -> None:
    (contact,) = _contacts("\tВідділ\tМісто\tТел.: 03-1234-5678\n", parse)
    assert (contact.office, contact.address) == ("Відділ", "Місто")


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("Тел.: 03-1234-5678", [("03-1234-5678", "")]),
        ("Тел. 0570-013904", [("0570-013904", "")]),
        ("0120-123-456", [("0120-123-456", "")]),
        ("090-1234-5678 (вночі)", [("090-1234-5678", "вночі")]),
        ("Тел.: 0476-34-2222 Відділ 0476-34-2211", [("0476-34-2222", ""), ("0476-34-2211", "Відділ")]),
        ("Тел.: 03-1234-5678 (вдень) ніч 03-1234-9999", [("03-1234-5678", "вдень"), ("03-1234-9999", "ніч")]),
        ("Токіо 160-0004", []),
        ("1-03-1234-56781", []),
    ],
)
def test_telephone_numbers_and_what_is_said_of_them(cell: str, phones: list[tuple[str, str]], parse: Parse) -> None:
    (contact,) = _contacts(f"Бюро\t{cell}\n", parse)
    assert [(phone.number, phone.label) for phone in contact.phones] == phones


def test_cells_after_the_address_are_notes(parse: Parse) -> None:
    (contact,) = _contacts("Бюро\t Місто,  вулиця \t8:30–17:15\tПитання про школу Тел.: 03-1234-5678\n", parse)
    assert contact.address == "Місто, вулиця"
    assert contact.notes == ("8:30–17:15", "Питання про школу")
    assert [phone.number for phone in contact.phones] == ["03-1234-5678"]


def test_each_table_has_the_title_over_it(parse: Parse) -> None:
    rows = "А\tМісто\n\nІнший центр\n\nБ\tМісто\n"
    assert [(contact.table, contact.office) for contact in _contacts(rows, parse)] == [
        ("Бюро", "А"),
        ("Інший центр", "Б"),
    ]
