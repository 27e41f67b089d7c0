"""Spelling: which words are corrected, and to what."""

import pytest

from search.spelling import Speller
from search.vocabulary import Vocabulary
from search.word_set import WordSet


def _speller(**trusted: int) -> Speller:
    return Speller(Vocabulary(trusted, frozenset(trusted)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("бузингруша", "бузиногруша"),
        ("бузиногрууша", "бузиногруша"),
        ("бузинорґуша", "бузиногруша"),
        ("бузинорґша", None),
        ("бузеногрушя", "бузиногруша"),
        ("бузинагруса", None),
        ("збузиногруша", None),
        ("узиногруша", None),
        ("убзиногруша", "бузиногруша"),
        ("бузынагруша", "бузиногруша"),
    ],
)
def test_one_or_two_slips_of_a_hurried_writer_are_corrected(typed: str, meant: str | None) -> None:
    assert _speller(бузиногруша=5).find(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), [("бромл", "бромля"), ("бремл", None), ("брмл", None)])
def test_short_words_may_have_one_mistake_and_the_shortest_none(typed: str, meant: str | None) -> None:
    assert _speller(бромля=5).find(typed) == meant


def test_of_equally_near_words_the_clearly_more_frequent_one_is_meant() -> None:
    assert _speller(бромлика=9, бромлита=3).find("бромлиа") == "бромлика"
    assert _speller(бромлика=5, бромлита=3).find("бромлиа") is None


def test_only_trusted_words_are_put_in() -> None:
    assert Speller(Vocabulary({"бузиногруша": 9})).find("бузингруша") is None


@pytest.mark.parametrize("word", ["бузинагруша", "холодильник"])
def test_words_that_are_known_stay(word: str) -> None:
    vocabulary = Vocabulary(
        {"бузинагруша": 1, "бузиногруша": 5, "холодильнек": 5}, frozenset(["бузиногруша", "холодильнек"])
    )
    assert Speller(vocabulary).find(word) is None


def test_russian_words_stay() -> None:
    assert _speller(бузиногруша=5).find("бузинагруша") == "бузиногруша"
    vocabulary = Vocabulary({"бузиногруша": 5}, frozenset({"бузиногруша"}), russian=WordSet.of(["бузинагруша"]))
    assert Speller(vocabulary).find("бузинагруша") is None


def test_another_ending_or_prefix_is_no_mistake() -> None:
    forms = {stem + ending: 3 for stem in ("гарбуз", "огірок", "баклаж") for ending in ("ами", "ам")}
    prefixed = {prefix + stem: 3 for prefix in ("перед", "перев") for stem in ("бруски", "гинати", "лазити")}
    speller = _speller(бузиногрушами=5, передромлити=5, **forms, **prefixed)
    assert speller.find("бузиногрушам") is None
    assert speller.find("бузиногршами") == "бузиногрушами"
    assert speller.find("переддромлити") == "передромлити"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("сімя", "сім'я"), ("сімья", "сім'я"), ("вїзд", "в'їзд"), ("підїзд", "під'їзд"), ("обовязок", "обов'язок")],
)
def test_an_apostrophe_comes_back(typed: str, meant: str) -> None:
    vocabulary = {"сім'я": 1, "в'їзд": 1, "під'їзд": 1, "обов'язок": 1}
    assert Speller(Vocabulary(vocabulary, frozenset(vocabulary))).find(typed) == meant


def test_a_short_word_gets_one_only_where_the_guide_or_its_readers_write_it_so() -> None:
    assert _speller(бюро=5).find("бюра") is None
    assert _speller().find("підїзд") == "під'їзд"


def test_russian_text_gets_no_apostrophes() -> None:
    speller = Speller(Vocabulary({"дев'яножто": 1}, frozenset({"дев'яножто"})))
    assert speller.correct("девяножто днів") == "дев'яножто днів"
    assert speller.correct("девяножто дней мы были") == "девяножто дней мы были"


def test_capitals_stay_and_mark_names_within_a_text() -> None:
    speller = _speller(бузиногруша=5)
    assert speller.correct("Бузинагруша, бузинагруша!") == "Бузиногруша, бузиногруша!"
    assert speller.correct("місто Бузинагруша") == "місто Бузинагруша"


def test_words_with_digits_or_other_letters_stay() -> None:
    speller = _speller(бузиногруша=5)
    assert speller.correct("бузинагруша7 бузинaгрушаx") == "бузинагруша7 бузинaгрушаx"
