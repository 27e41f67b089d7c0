"""How words are mistyped."""

import pytest

from search.mistakes import Affixes, Letters, read_letters


@pytest.fixture(scope="module")
def letters() -> Letters:
    return read_letters()


@pytest.mark.parametrize(
    ("word", "other"),
    [("імміграція", "имеграция"), ("біженець", "бєженэц"), ("проґавив", "прогавив"), ("робочу", "рабочю")],
)
def test_words_that_are_easily_taken_for_one_another_sound_alike(word: str, other: str, letters: Letters) -> None:
    assert letters.sound_of(word) == letters.sound_of(other)


@pytest.mark.parametrize(("word", "other"), [("нюкан", "нюкен"), ("віза", "вода"), ("японії", "японі")])
def test_other_words_do_not(word: str, other: str, letters: Letters) -> None:
    assert letters.sound_of(word) != letters.sound_of(other)


def test_voiced_letters_and_neighbouring_keys_are_mixed_up(letters: Letters) -> None:
    assert letters.are_mixed_up("посвітка", "посвідка")
    assert letters.are_mixed_up("карька", "картка")
    assert not letters.are_mixed_up("карлка", "картка")


def test_endings_that_several_stems_share_stand_in_place_of_one_another() -> None:
    affixes = Affixes(["столу", "столом", "валу", "валом", "картка", "картки"], context=1)
    assert affixes.alternate("каналу", "каналом")
    assert not affixes.alternate("вузу", "вузом")
    assert Affixes(["столу", "столом", "валу", "валом"], context=0).alternate("вузом", "вузу")
    assert not affixes.alternate("шапка", "шапки")
