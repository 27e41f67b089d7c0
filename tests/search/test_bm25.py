"""The lexical leg: BM25 against a case computed by hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.bm25 import B, LexicalIndex, build_lexical_index, saturated_frequency, weigh_terms
from search.build import Build
from search.lexicon import K1, Lexicon, inverse_document_frequency, share_of
from search.passages.postings import Postings
from search.passages.seam import Query

_DOCUMENTS = [["заява", "бюро"], ["заява", "заява", "паспорт"], ["віза"]]

_TERMS = st.sampled_from(["заява", "бюро", "паспорт", "віза", "рік"])


def test_a_case_computed_by_hand() -> None:
    """Three documents of mean length 2; «заява» stands in two of them, «собака» in none.

    idf(заява) = ln(1 + 1.5 / 2.5) = 0.470004, idf(собака) = ln(1 + 3.5 / 0.5) = 2.079442. Frequencies: once in 2 words
    2.2 / (1 + 1.2) = 1; twice in 3 words 4.4 / (2 + 1.2 · 1.375) = 1.205479. Whole: 2.2 · (0.470004 + 2.079442).
    """
    scores = build_lexical_index(_DOCUMENTS).scores(["заява", "собака"])
    assert scores.tolist() == pytest.approx([0.470004 / 5.608780, 0.470004 * 1.205479 / 5.608780, 0.0], abs=1e-6)


def test_the_parts_of_the_formula() -> None:
    assert (K1, B) == (1.2, 0.75)
    assert inverse_document_frequency(3, 2) == pytest.approx(0.470004, abs=1e-6)
    assert inverse_document_frequency(3, 3) > 0
    assert saturated_frequency(1, 2, 2) == pytest.approx(1.0)
    assert saturated_frequency(2, 3, 2) == pytest.approx(1.205479, abs=1e-6)
    assert saturated_frequency(1e9, 2, 2) < K1 + 1


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    scores = build_lexical_index(_DOCUMENTS).scores(["заява", "віза"])
    assert scores.argmax() == 2


def test_a_word_said_twice_counts_once() -> None:
    index = build_lexical_index(_DOCUMENTS)
    assert index.scores(["заява", "заява"]).tolist() == index.scores(["заява"]).tolist()


def test_unknown_words_alone_and_no_words_score_nothing() -> None:
    index = build_lexical_index(_DOCUMENTS)
    assert index.scores(["собака"]).tolist() == [0, 0, 0]
    assert index.scores([]).tolist() == [0, 0, 0]


def test_an_index_of_nothing_can_be_asked() -> None:
    assert build_lexical_index([]).scores(["заява"]).tolist() == []
    assert build_lexical_index([[], []]).scores(["заява"]).tolist() == [0, 0]


@given(st.lists(st.lists(_TERMS, max_size=8), max_size=6), st.lists(_TERMS, max_size=6))
def test_scores_are_shares(documents: list[list[str]], query: list[str]) -> None:
    scores = build_lexical_index(documents).scores(query)
    assert scores.shape == (len(documents),)
    assert scores.dtype == np.float32
    assert all(0 <= score <= 1 for score in scores.tolist())


@given(st.lists(st.lists(_TERMS, min_size=1, max_size=8), min_size=1, max_size=6), st.lists(_TERMS, max_size=4))
def test_the_sparse_matrix_gives_what_the_formula_gives(documents: list[list[str]], query: list[str]) -> None:
    mean = sum(map(len, documents)) / len(documents)
    words = set(query)
    held = {word: sum(word in document for document in documents) for word in words}
    weights = {word: inverse_document_frequency(len(documents), held[word]) for word in words}
    whole = sum(weights.values()) * (K1 + 1)
    expected = [
        sum(
            weights[word] * saturated_frequency(document.count(word), len(document), mean)
            for word in words
            if word in document
        )
        / (whole or 1)
        for document in documents
    ]
    assert build_lexical_index(documents).scores(query).tolist() == pytest.approx(expected, abs=1e-5)


def test_a_saved_index_gives_the_same_scores(tmp_path: Path) -> None:
    index = build_lexical_index(_DOCUMENTS)
    index.lexicon.save(tmp_path)
    index.postings.save(tmp_path)
    opened = LexicalIndex(Lexicon.load(tmp_path), Postings.load(tmp_path, len(_DOCUMENTS)))
    assert opened.scores(["заява", "віза"]).tolist() == index.scores(["заява", "віза"]).tolist()


def test_terms_that_do_not_fit_their_frequencies_are_refused(tmp_path: Path) -> None:
    build_lexical_index(_DOCUMENTS).lexicon.save(tmp_path)
    np.save(tmp_path / "frequencies.npy", np.ones(2, np.int32))
    with pytest.raises(ValueError, match="2 frequencies of terms, expected 4"):
        Lexicon.load(tmp_path)


def test_each_document_has_its_terms_once_with_their_weights() -> None:
    weighed = weigh_terms(iter(_DOCUMENTS))
    columns, weights = weighed.of(1)
    assert [list(weighed.lexicon.columns)[column] for column in columns] == ["заява", "паспорт"]
    assert weights[0] == pytest.approx(0.470004 * 1.205479, abs=1e-6)
    assert weighed.rows.tolist() == [0, 0, 1, 1, 2]


def test_the_published_index_finds_ukrainian_words_in_any_form(build: Build) -> None:
    columns, whole = build.lexicon.read(build.analyser.terms("Утримання під вартою? Тримають?"))
    anywhere = np.zeros(build.passages.dimension, np.float32)
    found = build.passages.candidates(Query(anywhere, columns), build.passages.count)
    scores = share_of(found.weights, whole)
    best = build.chunks[int(scores.argmax())]
    assert best.section_id == "1.5-3"
    assert 0 < scores.max() <= 1
