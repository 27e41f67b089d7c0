"""Cues: what the words of a question ask for."""

import pytest
from pydantic import ValidationError

from ingest.corpus import Corpus
from search.answer.cues import Cue, CueReader


@pytest.fixture(scope="module")
def reader(corpus: Corpus) -> CueReader:
    return CueReader.of(corpus.cues)


@pytest.mark.parametrize(
    ("question", "cue"),
    [
        ("За скільки днів подати?", "time"),
        ("сколько дней есть", "time"),
        ("何日以内ですか", "time"),
        ("КУДИ йти", "place"),
        ("where do I go", "place"),
        ("обов’язково носити?", "yes_no"),
        ("які документи нести", "documents"),
        ("телефону", "phone"),
        ("є сайт?", "page"),
    ],
)
def test_a_phrase_is_found_in_every_language(reader: CueReader, question: str, cue: str) -> None:
    assert cue in reader.asked_by(question)


def test_a_phrase_inside_another_word_is_none(reader: CueReader) -> None:
    assert "place" not in reader.asked_by("декуди")


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError, match="is no regular expression"):
        Cue(name="x", asks={}, says=("(",))


def test_what_stands_under_a_lead_is_said(corpus: Corpus) -> None:
    assert "documents" in corpus.cues.said_by("Паспорт", "Які документи необхідно надати")
    assert "documents" not in corpus.cues.said_by("Паспорт", "")
