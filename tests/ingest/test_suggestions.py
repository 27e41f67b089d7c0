"""What ingest writes for suggestions, and what of `suggestions.toml` it refuses."""

import re
from dataclasses import replace

import pytest
from pydantic import ValidationError

from ingest.corpus import Corpus
from ingest.schema import Suggestions
from ingest.suggestions import candidates
from search.guide import Guide
from search.normalise import fold
from search.suggestion import Candidate


@pytest.fixture(scope="module")
def suggested(corpus: Corpus, guide: Guide) -> tuple[Candidate, ...]:
    return candidates(corpus, guide)


def test_every_heading_and_office_is_there(suggested: tuple[Candidate, ...], guide: Guide) -> None:
    headings = {(one.text, one.section_id) for one in suggested if one.kind == "heading"}
    assert headings == {(section.title, section.id) for section in guide.sections.values()}
    assert Candidate("Регіональне імміграційне бюро в м. Осака", "term", "1.6") in suggested


def test_every_section_with_text_has_questions(corpus: Corpus, guide: Guide) -> None:
    questions = corpus.suggestions.questions
    assert set(questions) <= set(guide.sections)
    for section in guide.sections.values():
        if section.has_own_text:
            assert len(questions[section.id]) >= 4, section.id
    assert 300 <= sum(map(len, questions.values())) <= 600


def test_questions_are_plain_and_tell_no_story(corpus: Corpus) -> None:
    for texts in corpus.suggestions.questions.values():
        for text in texts:
            assert text[0].isupper()
            assert text.endswith("?")
            words = set(fold(text[:-1]).replace(",", " ").split())
            assert not words & {"я", "мені", "мене", "мій", "моя", "мою", "моєї", "ми", "нас", "наш"}, text
            assert "’" not in text


def test_starters_come_first_among_questions_and_lead_to_different_sections(
    suggested: tuple[Candidate, ...], corpus: Corpus
) -> None:
    questions = [one for one in suggested if one.kind == "question"]
    starters = [one for one in suggested if one.starter]
    assert questions[: len(starters)] == starters
    assert tuple(one.text for one in starters) == corpus.suggestions.starters
    assert len({one.section_id for one in starters}) == len(starters) == 8


def test_terms_are_the_glossarys_and_bring_what_people_say(
    suggested: tuple[Candidate, ...], corpus: Corpus, guide: Guide
) -> None:
    phrases = {entry.guide for entry in corpus.glossary.entries}
    for section_id, terms in corpus.suggestions.terms.items():
        assert section_id in guide.sections
        assert set(terms) <= phrases
    term = next(one for one in suggested if one.text == "система примусового виїзду")
    assert term.said


def test_a_term_that_is_a_heading_leaves_its_words_to_the_heading(suggested: tuple[Candidate, ...]) -> None:
    texts = [fold(one.text) for one in suggested]
    assert texts.count("втрата посвідки на проживання") == 1
    heading = next(one for one in suggested if one.section_id == "1.1-3" and one.kind == "heading")
    assert "lost card" in heading.said


def test_sections_that_are_not_held_suggest_nothing(corpus: Corpus, guide: Guide) -> None:
    absent = Suggestions(starters=("Як?",), questions={"2.1": ("Як?",)}, terms={"2.1": ("переїзд",)})
    texts = {one.text for one in candidates(replace(corpus, suggestions=absent), guide)}
    assert not texts & {"Як?", "переїзд"}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"questions": {"1.1": ("Що це?", "що це?")}}, "«що це?» stands more than once"),
        ({"questions": {"1.1": ("Що це?",)}, "terms": {"1.2": ("Що це?",)}}, "stands more than once"),
        ({"starters": ("Де це?",), "questions": {"1.1": ("Що це?",)}}, "«Де це?» stand under no section"),
        ({"questions": {"1.1": ("а" * 71,)}}, "at most 70"),
        ({"answers": {}}, "Extra inputs"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(fields: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(says)):
        Suggestions.model_validate(fields)
