import pytest
import simplemma

from search.dictionary import dictionary_form, in_dictionary


@pytest.mark.parametrize("word", ["посвідки", "загубила", "в'їзд", "дітей", "zairyu", "абракадабра"])
def test_the_packed_dictionary_says_what_the_unpacked_one_says(word: str) -> None:
    assert dictionary_form(word) == simplemma.lemmatize(word, lang="uk")
    assert in_dictionary(word) == simplemma.is_known(word, lang="uk")


def test_forms_are_found_and_made_up_words_are_not() -> None:
    assert dictionary_form("заяви") == "заява"
    assert in_dictionary("заяви")
    assert not in_dictionary("абракадаброва")
