"""Fitting the asked leg."""

from collections.abc import Iterator

import numpy as np
import pytest

from ingest.asked import Example, Reader, fit, inputs_digest, labels_of
from ingest.corpus import Corpus
from ingest.vocabulary import read_vocabulary
from search.analyser import Analyser
from search.asked import NOWHERE, Vector, chapter_label
from search.questions import Question
from search.repair import Repairer

_WORDS = {"1.1": "картка документ пластик", "1.2": "строк продовжити подовження", NOWHERE: "погода анекдот футбол"}


@pytest.fixture(scope="module")
def reader(corpus: Corpus) -> Reader:
    return Reader(Analyser(), Repairer(read_vocabulary(corpus)))


def _question(text: str, relevant: dict[str, int], chapter: str | None = None) -> Question:
    outcome = "answered" if relevant else "other_chapter" if chapter else "no_match"
    data = {"id": text, "group": text, "text": text, "kind": "natural", "lang": "uk", "tags": [], "facts": []}
    return Question.model_validate(data | {"outcome": outcome, "relevant": relevant, "chapter": chapter})


def _examples() -> Iterator[Example]:
    for label, words in _WORDS.items():
        for number, word in enumerate(words.split() * 2):
            text = f"{word} {words.split()[number % 2]}"
            yield Example(text, tuple(Analyser().tokens(text)), label, 1.0)


def _vectors(examples: list[Example]) -> dict[str, Vector]:
    """Vectors that say nothing: all the same."""
    return {example.text: np.full(4, 0.5, np.float32) for example in examples}


def test_labels_are_the_sections_to_read_an_absent_chapter_or_nowhere() -> None:
    known = frozenset({"1.1", "1.2"})
    assert labels_of(_question("а", {"1.1": 3, "1.2": 2}), known) == ["1.1"]
    assert labels_of(_question("б", {"1.1": 3, "1.2": 3}), known) == ["1.1", "1.2"]
    assert labels_of(_question("в", {"9.9": 3}), known) == []
    assert labels_of(_question("г", {}, "9"), known) == [chapter_label("9")]
    assert labels_of(_question("ґ", {}), known) == [NOWHERE]


def test_questions_are_read_as_a_search_reads_them(reader: Reader) -> None:
    questions = [_question("pfue,bd gjcdslre", {"1.1": 3, "1.2": 3})]
    first, second = reader.examples(questions, ["1.1", "1.2"])
    assert first.text == "загубив посвідку"
    assert (first.label, second.label, first.weight, second.weight) == ("1.1", "1.2", 0.5, 0.5)


def test_words_alone_tell_labels_apart() -> None:
    examples = list(_examples())
    model = fit(examples, _vectors(examples), "e@1", "inputs")
    assert model is not None
    assert set(model.labels) == set(_WORDS)
    for example in examples:
        found = model.probabilities(np.full(4, 0.5, np.float32), example.tokens, example.text)
        assert model.labels[int(found.argmax())] == example.label


def test_two_labels_are_told_apart_too() -> None:
    examples = [example for example in _examples() if example.label != "1.2"]
    model = fit(examples, _vectors(examples), "e@1", "inputs")
    assert model is not None
    found = model.probabilities(np.full(4, 0.5, np.float32), examples[0].tokens, examples[0].text)
    assert model.labels[int(found.argmax())] == "1.1"
    assert found.sum() == pytest.approx(1)


def test_one_label_needs_no_model() -> None:
    examples = [example for example in _examples() if example.label == "1.1"]
    assert fit(examples, _vectors(examples), "e@1", "inputs") is None
    assert fit([], {}, "e@1", "inputs") is None


def test_the_same_examples_give_the_same_model() -> None:
    examples = list(_examples())
    one, other = (fit(examples, _vectors(examples), "e@1", "inputs") for _ in range(2))
    assert one is not None
    assert other is not None
    assert np.array_equal(one.feature_weights, other.feature_weights)


def test_the_digest_changes_with_what_the_model_depends_on() -> None:
    examples = list(_examples())
    before = inputs_digest(examples, "e@1")
    assert inputs_digest(examples, "e@1") == before
    assert inputs_digest(examples[1:], "e@1") != before
    assert inputs_digest(examples, "e@2") != before
