"""The analyser: text to lemmas with their places, the same for index and query."""

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analyser import Analyser
from search.build import Build

_GOLDEN = Path(__file__).parent / "golden" / "analyser.tsv"


def _golden() -> list[tuple[str, str]]:
    with _GOLDEN.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["text"], row["terms"]) for row in rows]


@pytest.fixture(scope="module")
def analyser(build: Build) -> Analyser:
    """The analyser of the published build, with the corpus's overrides and stop words."""
    return build.analyser


@pytest.mark.parametrize(("text", "terms"), _golden())
def test_words_become_the_terms_of_the_golden_table(text: str, terms: str, analyser: Analyser) -> None:
    assert analyser.terms(text) == terms.split()


def test_a_map_and_a_card_are_kept_apart(analyser: Analyser) -> None:
    assert not set(analyser.terms("карта карту картою")) & set(analyser.terms("картка картку карткою"))


def test_decomposed_letters_are_the_same_word(analyser: Analyser) -> None:
    assert analyser.terms("и\u0306ого заї\u0301зд приі\u0308зд") == analyser.terms("його заїзд приїзд")


def test_latin_words_stay_latin(analyser: Analyser) -> None:
    assert analyser.terms("cape ABC MOP") == ["cape", "abc", "mop"]


def test_stop_words_are_tokens_but_no_terms() -> None:
    analyser = Analyser(stop_words=frozenset({"і"}))
    assert [token.term for token in analyser.tokens("паспорт і заява")] == ["паспорт", "і", "заява"]
    assert analyser.terms("паспорт і заява") == ["паспорт", "заява"]


def test_overrides_go_before_the_dictionary() -> None:
    assert Analyser({"посвідки": "посвідка"}).lemma("Посві́дки") == "посвідка"


def test_japanese_is_cut_into_overlapping_pairs() -> None:
    tokens = list(Analyser().tokens("на 在留カ 🙂 管"))
    assert [(token.term, token.start, token.end) for token in tokens[1:]] == [
        ("在留", 3, 5),
        ("留カ", 4, 6),
        ("管", 9, 10),
    ]


@given(st.text() | st.text(alphabet="аїʼ'’\u0301\u0306a1+-.入管ー 🙂\n"))
@example("\U0001f1fa\U0001f1e6е\u0301а")
@example("İ")
@example("①")
def test_tokens_stand_in_order_within_any_text(analyser: Analyser, text: str) -> None:
    starts = -1
    for token in analyser.tokens(text):
        assert starts < token.start < token.end <= len(text)
        assert token.term
        starts = token.start


@given(st.text())
def test_terms_are_the_tokens_that_are_no_stop_words(analyser: Analyser, text: str) -> None:
    kept = [token.term for token in analyser.tokens(text) if token.term not in analyser.stop_words]
    assert analyser.terms(text) == kept
