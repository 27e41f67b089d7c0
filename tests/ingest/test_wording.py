"""What people write: the glossary keeps to the guide, places and borrowed words become one lemma."""

from collections import defaultdict

import pytest
import simplemma

from ingest.chunks import plain_text
from ingest.corpus import Corpus
from ingest.wording import phrase_pairs, place_names, word_lemmas
from search.analyser import Analyser
from search.build import Build
from search.normalise import fold


def _terms_of_the_guide(corpus: Corpus, analyser: Analyser) -> list[str]:
    """Terms of the chapters in order, but for those of their URLs."""
    return [term for chapter in corpus.chapters for term in analyser.terms(plain_text(chapter.text))]


def test_every_phrase_of_the_guide_stands_in_the_guide_word_for_word(corpus: Corpus, build: Build) -> None:
    text = f" {' '.join(_terms_of_the_guide(corpus, build.analyser))} "
    phrases = [entry.guide for entry in corpus.glossary.entries]
    phrases += [service.guide for service in corpus.places.services]
    phrases += [name for place in corpus.places.places for name in place.guide]
    assert [phrase for phrase in phrases if f" {' '.join(build.analyser.terms(phrase))} " not in text] == []


def test_every_phrase_of_people_has_words_and_one_meaning(corpus: Corpus, build: Build) -> None:
    meanings: dict[frozenset[str], set[tuple[str, ...]]] = defaultdict(set)
    for people, guide in phrase_pairs(corpus):
        meanings[frozenset(build.analyser.terms(people))].add(tuple(build.analyser.terms(guide)))
    assert frozenset() not in meanings
    assert {phrase: meant for phrase, meant in meanings.items() if len(meant) > 1} == {}


def test_no_single_word_of_people_is_one_that_the_guide_uses_itself(corpus: Corpus, build: Build) -> None:
    used = {term for term in _terms_of_the_guide(corpus, build.analyser) if not _is_japanese(term)}
    for people, guide in phrase_pairs(corpus):
        terms = set(build.analyser.terms(people))
        assert len(terms) > 1 or not terms & used, f"«{people}» for «{guide}»"


def _is_japanese(term: str) -> bool:
    return any("\u3040" <= char <= "\u9fff" for char in term)


def test_every_service_is_that_of_one_office(build: Build) -> None:
    offices = build.places.offices("1.6")
    assert len(offices) == 20
    for service in build.places.services:
        assert sum(service in office.services for office in offices) == 1


def test_all_spellings_and_cases_of_a_place_are_one_word(corpus: Corpus) -> None:
    lemmas = word_lemmas(corpus)
    for form in ("хірошіма", "хіросімі", "гірошіми", "хиросиме", "hiroshima", "хіросімський"):
        assert lemmas[form] == "хірошіма"


def test_a_borrowed_word_is_the_lemma_of_its_cases(corpus: Corpus) -> None:
    lemmas = word_lemmas(corpus)
    assert [lemmas[form] for form in ("нюкану", "ньюкані", "мерію")] == ["нюкан", "ньюкан", "мерія"]


def test_no_case_of_a_borrowed_word_hides_a_word_of_the_dictionary(corpus: Corpus) -> None:
    places = set(place_names(corpus).places)
    for form, lemma in word_lemmas(corpus).items():
        if lemma not in places and fold(form) not in map(fold, corpus.analyser.lemmas):
            assert not simplemma.is_known(form, lang="uk"), form


@pytest.mark.parametrize("word", ["посвідки", "візу", "акаунтів"])
def test_lemmas_that_are_written_down_go_before_all(word: str, corpus: Corpus) -> None:
    assert word_lemmas(corpus)[word] == corpus.analyser.lemmas[word]
