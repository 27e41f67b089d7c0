"""Places: an office that a question names, in whatever spelling and case, shows its own row of the contact tables."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.corpus import Corpus
from search.build import Build
from search.engine import Engine, SearchOptions
from search.questions import Question, read_questions

_GOLDEN = Path(__file__).parent / "golden" / "offices.tsv"
_CONTACTS = "1.6"
_WHOLE_RANKING = SearchOptions(limit=50)


def _golden() -> list[dict[str, str]]:
    with _GOLDEN.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _excerpt(engine: Engine, question: str, options: SearchOptions = _WHOLE_RANKING) -> str | None:
    """What the result for the contact tables shows; `None` where it is not among the results."""
    results = engine.search(question, options).results
    return next((result.excerpt.text for result in results if result.section.id == _CONTACTS), None)


def _spellings(corpus: Corpus, office: str) -> Iterator[str]:
    for place in corpus.places.places:
        if place.guide[0] == office:
            yield from (*place.guide, *place.spellings)
    for service in corpus.places.services:
        if service.guide == office:
            yield from (service.guide, *service.people)


def test_the_golden_table_has_every_place_and_service(corpus: Corpus) -> None:
    known = [place.guide[0] for place in corpus.places.places] + [service.guide for service in corpus.places.services]
    assert {row["place"] for row in _golden()} == set(known)


@pytest.mark.parametrize("row", [row for row in _golden() if row["number"]], ids=lambda row: row["place"])
def test_an_office_is_shown_its_row_in_every_spelling(row: dict[str, str], engine: Engine, corpus: Corpus) -> None:
    asked = [*_spellings(corpus, row["place"]), *row["forms"].split("; ")]
    missed = [name for name in asked if row["number"] not in (_excerpt(engine, f"телефон нюкану, {name}") or "")]
    assert missed == []


@pytest.mark.parametrize("row", [row for row in _golden() if not row["number"]], ids=lambda row: row["place"])
def test_a_place_without_an_office_names_no_row(row: dict[str, str], build: Build) -> None:
    for name in row["forms"].split("; "):
        terms = build.glossary.translate(build.analyser.terms(name))
        assert build.analyser.terms(row["place"])[0] in terms
        assert build.places.rows(_CONTACTS, terms) == []


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("На Окінаві нюкана нема, дзвонити треба у Фукуоку?", "098-832-4185"),
        ("Живу в Кобе, документи возила в Осаку. Який телефон у нас?", "078-391-6377"),
        ("Осака, а не Кобе: який телефон?", "06-4703-2100"),
    ],
)
def test_of_two_offices_the_first_named_is_shown(question: str, number: str, engine: Engine) -> None:
    assert number in (_excerpt(engine, question) or "")


def test_an_office_is_named_before_those_that_only_lie_there(build: Build) -> None:
    offices = {contact.span: contact.office for contact in build.guide.section(_CONTACTS).contacts}
    (row,) = build.places.rows(_CONTACTS, ["токіо"])
    assert offices[build.chunks[row].span] == "Регіональне імміграційне бюро в м. Токіо"


@pytest.mark.parametrize("terms", [[], ["телефон"], ["бюро", "імміграційний"], ["київ"]])
def test_without_a_place_or_service_no_row_is_named(terms: list[str], build: Build) -> None:
    assert build.places.rows(_CONTACTS, terms) == []


def test_sections_without_contacts_have_no_rows(build: Build) -> None:
    assert build.places.rows("1.1-1", ["наріта"]) == []


def _asks_for_a_contact(question: Question, printed: str) -> bool:
    return (
        "contact" in question.tags
        and question.relevant.get(_CONTACTS) == 3
        and any(fact in printed for fact in question.facts)
    )


@pytest.mark.parametrize(
    ("file", "floor"), [("corpus/uk/asked.jsonl", 0.86), ("eval/questions/dev.jsonl", 0.9)], ids=["train", "dev"]
)
def test_the_row_shown_holds_the_facts_asked_for(file: str, floor: float, engine: Engine, repository: Path) -> None:
    """Share of questions for a contact whose first five results show all facts in the row; was 0.68 and 0.71."""
    printed = engine.build.guide.own_text(engine.build.guide.section(_CONTACTS))
    questions = [q for q in read_questions(repository / file) if _asks_for_a_contact(q, printed)]
    shown = 0
    for question in questions:
        excerpt = _excerpt(engine, question.text, SearchOptions()) or ""
        shown += all(fact in excerpt for fact in question.facts if fact in printed)
    assert len(questions) >= 60
    assert shown / len(questions) >= floor
