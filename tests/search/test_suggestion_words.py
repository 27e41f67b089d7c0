"""Which texts hold a word that begins so, is a form of it, or nearly begins so."""

import pytest

from search.analyser import Analyser
from search.suggestion import Candidate
from search.suggestion_words import SuggestionWords, TypedWord, word_key

TEXTS = ("Втрата посвідки", "Повторний в'їзд", "Подвійна картка")


@pytest.fixture(scope="module")
def words() -> SuggestionWords:
    first, *others = (Candidate(text, "heading") for text in TEXTS)
    return SuggestionWords([Candidate(first.text, first.kind, said=("lost card",)), *others], Analyser())


def found(words: SuggestionWords, typed: str, *, near: bool = False) -> set[str]:
    word = TypedWord(word_key(typed), Analyser().lemma(typed))
    return {words.all[number].candidate.text for number in words.entries(word, near=near)}


def test_beginnings_forms_and_what_people_say(words: SuggestionWords) -> None:
    assert found(words, "по") == set(TEXTS)
    assert found(words, "втрату") == {"Втрата посвідки"}
    assert found(words, "lo") == {"Втрата посвідки"}
    assert found(words, "ї") == set()


@pytest.mark.parametrize("typed", ["картиа", "катрка", "артка", "кортк", "каартка"])
def test_one_slip_of_each_sort(words: SuggestionWords, typed: str) -> None:
    assert found(words, typed) == set()
    assert found(words, typed, near=True) == {"Подвійна картка"}


def test_short_words_have_no_slips(words: SuggestionWords) -> None:
    assert found(words, "кор", near=True) == set()


def test_entries_that_begin_so(words: SuggestionWords) -> None:
    begun = {words.all[number].folded for number in words.begun_with("по")}
    assert begun == {"повторний в'їзд", "подвійна картка"}


def test_highlights_reach_over_an_apostrophe_that_was_left_out(words: SuggestionWords) -> None:
    candidate = words.all[2].candidate
    marks = words.highlights(candidate, [TypedWord("вїз", "вїз")], near=False)
    assert [candidate.text[start:end] for start, end in marks] == ["в'їз"]
