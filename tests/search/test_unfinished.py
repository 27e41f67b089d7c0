"""What unfinished typing may have been meant as."""

import pytest

from search.layout import Layouts
from search.transliteration import Transliterator
from search.unfinished import UnfinishedReader
from search.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def reader() -> UnfinishedReader:
    vocabulary = Vocabulary({"загубила": 3, "картку": 9})
    return UnfinishedReader(Layouts(vocabulary), Transliterator(vocabulary))


def test_another_layout_comes_before_latin_letters(reader: UnfinishedReader) -> None:
    assert list(reader.readings("pfue,"))[:2] == ["загуб", "загу,"]
    assert list(reader.readings("zahub"))[-1] == "загуб"


def test_of_mixed_typing_only_the_latin_words_are_read(reader: UnfinishedReader) -> None:
    assert list(reader.readings("загубила kartk")) == ["загубила картк"]


def test_other_letters_are_as_they_were_meant(reader: UnfinishedReader) -> None:
    assert list(reader.readings("загуб")) == []
    assert list(reader.readings("在留")) == []
    assert list(reader.readings("12")) == []
