"""Text typed on another layout than was meant."""

import pytest

from search.layout import Layouts
from search.vocabulary import Vocabulary


def test_the_layout_is_read_of_which_more_is_known_and_then_more_used() -> None:
    layouts = Layouts(Vocabulary({"візи": 3, "визы": 5, "бзыки": 1}))
    assert layouts.to_cyrillic("dspb").text == "візи"
    assert layouts.to_cyrillic("dbps").text == "визы"
    assert layouts.to_cyrillic(",psrb").text == "бзыки"


def test_what_speaks_for_a_reading_is_counted_in_letters() -> None:
    reading = Layouts(Vocabulary({"картку": 3})).to_cyrillic("ns ,hbylecz rfhnre")
    assert (reading.text, reading.known, reading.letters, reading.uses) == ("ті бриндуся картку", 6, 14, 3)


def test_a_mark_at_the_end_is_one_or_a_letter_as_the_word_has_it() -> None:
    layouts = Layouts(Vocabulary({"картку": 3, "карткою": 3}))
    assert layouts.to_cyrillic("rfhnre.").text == "картку."
    assert layouts.to_cyrillic("rfhnrj.").text == "карткою"
    assert layouts.to_cyrillic("rfhnre?").text == "картку?"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("про щмукіефн та щмукыефн", "про overstay та overstay"),
        ("ку-утекн", "re-entry"),
        ("Ьн тгьиук", "My number"),
        ("ьн візу", "ьн візу"),
        ("фисв", "фисв"),
        ("візу", "візу"),
    ],
)
def test_latin_words_that_people_use_are_read_from_cyrillic_that_nobody_knows(typed: str, meant: str) -> None:
    words = dict.fromkeys(["overstay", "re", "entry", "my", "number", "dspe"], 1)
    assert Layouts(Vocabulary(words)).latin_meant(typed) == meant
