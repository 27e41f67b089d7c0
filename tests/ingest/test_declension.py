"""Declining names and borrowed words by the rules of the corpus."""

import pytest

from ingest.corpus import Corpus
from ingest.declension import adjectives, cases


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Осака", {"осака", "осаки", "осаку", "осаці", "осакою"}),
        ("Нагоя", {"нагоя", "нагої", "нагою", "нагоєю"}),
        ("Хірошіма", {"хірошіма", "хірошіми", "хірошімі", "хірошіму", "хірошімою"}),
        ("Сендай", {"сендай", "сендаю", "сендаї", "сендаєм"}),
        ("мерія", {"мерія", "мерії", "мерію", "мерією"}),
        ("нюкан", {"нюкан", "нюкану", "нюкана", "нюкані", "нюканом"}),
    ],
)
def test_a_word_is_given_in_its_cases(word: str, expected: set[str], corpus: Corpus) -> None:
    forms = cases(word, corpus.analyser)
    assert forms[0] == word.lower()
    assert expected <= set(forms)


@pytest.mark.parametrize("word", ["Кобе", "зайрю", "Sapporo", "札幌", "я", "Чубу"])
def test_a_word_that_is_not_declined_stays_alone(word: str, corpus: Corpus) -> None:
    assert cases(word, corpus.analyser) == (word.lower(),)


@pytest.mark.parametrize(
    ("name", "adjective"),
    [("Осака", "осацький"), ("Токіо", "токійської"), ("Нагоя", "нагойське"), ("Саппоро", "саппорському")],
)
def test_a_place_has_its_adjectives(name: str, adjective: str, corpus: Corpus) -> None:
    assert adjective in adjectives(name, corpus.analyser)


def test_words_in_other_letters_have_none(corpus: Corpus) -> None:
    assert adjectives("Osaka", corpus.analyser) == ()
