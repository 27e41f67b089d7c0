"""Latin words read as Ukrainian ones."""

import pytest

from search.transliteration import Reading, Transliterator
from search.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def plain() -> Transliterator:
    """Reads with the dictionary alone."""
    return Transliterator(Vocabulary({}))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shchastia", "щастя"),
        ("schastja", "щастя"),
        ("khochu", "хочу"),
        ("xochu", "хочу"),
        ("hochu", "хочу"),
        ("4omu", "чому"),
        ("6apka", "шапка"),
        ("kyiv", "київ"),
        ("hromadjanstvo", "громадянство"),
        ("ob'iednannia", "об'єднання"),
        ("zakrytyi", "закритий"),
        ("zakrytyy", "закритий"),
        ("oplachuvanoi", "оплачуваної"),
        ("silʼ", "сіль"),
        ("sil", "сіль"),
        ("kwartyra", "квартира"),
        ("qvartyra", "квартира"),
    ],
)
def test_all_habits_are_read(typed: str, meant: str) -> None:
    reading = Transliterator(Vocabulary({meant: 1})).read(typed)
    assert (reading.text, reading.count, reading.known) == (meant, 1, True)


@pytest.mark.parametrize(("typed", "meant"), [("zahodyty", "заходити"), ("vhodi", "вході"), ("zrobleni", "зроблені")])
def test_words_of_the_dictionary_are_read_where_nobody_used_them(typed: str, meant: str, plain: Transliterator) -> None:
    reading = plain.read(typed)
    assert (reading.text, reading.count, reading.known) == (meant, 0, True)


def test_a_word_of_nobody_is_read_letter_by_letter(plain: Transliterator) -> None:
    assert plain.read("bryndusya") == Reading("бриндуся", 0, None)


def test_what_is_written_most_nearly_so_is_meant() -> None:
    reader = Transliterator(Vocabulary({"який": 5, "які": 5, "дійсний": 1, "дійсні": 1, "в'їзд": 5, "виїзд": 5}))
    typed = ["jakyj", "jaki", "yakyi", "yaki", "dijsnyj", "dijsni", "v'izd", "vjizd", "vyizd"]
    meant = ["який", "які", "який", "які", "дійсний", "дійсні", "в'їзд", "в'їзд", "в'їзд"]
    assert [reader.read(word).text for word in typed] == meant


def test_of_words_that_are_spelt_alike_the_more_frequent_is_meant() -> None:
    assert Transliterator(Vocabulary({"мити": 1, "міти": 5})).read("mity").text == "міти"
    assert Transliterator(Vocabulary({"документи": 60, "документі": 1})).read("dokumenti").text == "документи"
