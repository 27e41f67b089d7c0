"""What every passage store must do, tried on each of them in the same way.

Milvus is milvus-lite as a process of its own: that proves conformance, not speed.
"""

import dataclasses
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ingest.chunks import chunk_guide
from ingest.corpus import Corpus
from ingest.wording import word_lemmas
from search.analyser import Analyser
from search.bm25 import weigh_terms
from search.encoder import Encoder
from search.errors import BuildError
from search.guide import Guide
from search.normalise import fold
from search.passages.seam import Passage, Query
from tests.search.passages.exact import Exact
from tests.search.passages.kept import (
    DIMENSION,
    Kept,
    identity,
    random_passages,
    random_queries,
    rows_of,
    unit,
)

COUNT = 300
FEW = 120


def test_candidates_are_those_of_exact_computation(kept: Kept) -> None:
    passages = random_passages(COUNT)
    index = kept.seal("b-1", passages)
    exact = Exact(passages)
    assert (index.count, index.dimension) == (COUNT, DIMENSION)
    for query in random_queries(25):
        for limit in (1, 10, 60):
            exact.check(index.candidates(query, limit), query, limit)


def test_the_guides_own_passages_are_found_as_exactly(
    kept: Kept, corpus: Corpus, guide: Guide, encoder: Encoder
) -> None:
    chunks = chunk_guide(guide, encoder.count_tokens, encoder.description.max_tokens)
    analyser = Analyser(word_lemmas(corpus), frozenset(map(fold, corpus.analyser.stop_words)))
    weighed = weigh_terms(analyser.terms(chunk.passage) for chunk in chunks)
    vectors = encoder.encode_documents(chunk.passage for chunk in chunks)
    passages = [
        Passage(row, guide.sections[chunk.section_id].chapter, vector, *weighed.of(row))
        for row, (chunk, vector) in enumerate(zip(chunks, vectors, strict=True))
    ]
    index = kept.seal("b-1", passages, encoder.description.dimension)
    exact = Exact(passages)
    for asked in corpus.asked[:: len(corpus.asked) // 30]:
        columns, _ = weighed.lexicon.read(analyser.terms(asked.text))
        query = Query(encoder.encode_query(asked.text), columns)
        for limit in (10, 40, len(chunks)):
            exact.check(index.candidates(query, limit), query, limit)


def test_a_limit_beyond_the_number_of_passages_gives_all_of_them(kept: Kept) -> None:
    passages = random_passages(50)
    index = kept.seal("b-1", passages)
    exact = Exact(passages)
    for query in random_queries(5):
        for limit in (50, 51, 20_000):
            found = index.candidates(query, limit)
            assert found.rows.tolist() == list(range(50))
            exact.check(found, query, limit)


def test_a_question_without_terms_has_the_nearest_only(kept: Kept) -> None:
    passages = random_passages(FEW)
    index = kept.seal("b-1", passages)
    query = Query(random_queries(1)[0].vector, [])
    found = index.candidates(query, 10)
    Exact(passages).check(found, query, 10)
    assert len(found.rows) == 10
    assert not found.weights.any()


def test_terms_that_no_passage_has_change_nothing(kept: Kept) -> None:
    index = kept.seal("b-1", random_passages(FEW))
    vector = random_queries(1)[0].vector
    found, expected = (index.candidates(Query(vector, columns), 10) for columns in ([9_999], []))
    assert found.rows.tolist() == expected.rows.tolist()
    assert not found.weights.any()


@pytest.mark.parametrize("chapters", [["1"], ["2", "3"], ["1", "2", "3"], ["17"], []])
def test_only_passages_of_the_chapters_that_are_asked_for_are_found(kept: Kept, chapters: list[str]) -> None:
    passages = random_passages(FEW)
    index = kept.seal("b-1", passages)
    for query in random_queries(6):
        for limit in (8, 400):
            Exact(passages).check(index.candidates(query, limit, chapters), query, limit, chapters)


def test_of_equal_scores_the_smaller_rows_come_first(kept: Kept) -> None:
    """Far more equal ones than are wanted, so that whoever cuts anywhere else shows it."""
    first = unit(np.eye(1, DIMENSION, 0)[0])
    other = unit(np.eye(1, DIMENSION, 1)[0])
    weights = np.array([2.0], np.float32)
    column = {True: np.array([3], np.int32), False: np.array([4], np.int32)}
    passages = [Passage(row, "1", first if row % 2 else other, column[row % 3 == 0], weights) for row in range(FEW)]
    index = kept.seal("b-1", passages)
    worded = index.candidates(Query(first, [3]), 20)
    assert [row for row in worded.rows.tolist() if row % 3 == 0 and row % 2 == 0] == list(range(0, 60, 6))
    assert set(worded.rows.tolist()) == {*range(0, 60, 3), *range(1, 41, 2)}


def test_vectors_come_back_as_they_were_put(kept: Kept) -> None:
    passages = random_passages(FEW)
    index = kept.seal("b-1", passages)
    put = np.stack([passage.vector for passage in passages])
    np.testing.assert_allclose(index.vectors(0, FEW), put, atol=1e-6)
    np.testing.assert_allclose(index.vectors(100, 117), put[100:117], atol=1e-6)
    assert index.vectors(5, 5).shape == (0, DIMENSION)


def test_a_passage_takes_the_place_of_another_of_its_row(kept: Kept) -> None:
    old, new = random_passages(FEW), random_passages(FEW, seed=5)
    draft = kept.store.draft(identity("b-1"), kept.folder("b-1"))
    draft.put(old)
    moved = [dataclasses.replace(passage, chapter="9") for passage in new[40:90]]
    draft.put(moved)
    assert draft.held() == FEW
    kept.sealed["b-1"] = draft.seal()
    exact = Exact([*old[:40], *moved, *old[90:]])
    for query in random_queries(8):
        exact.check(kept.open("b-1").candidates(query, 30), query, 30)
        exact.check(kept.open("b-1").candidates(query, 30, ["9"]), query, 30, ["9"])


def test_deleted_passages_are_gone_and_may_come_again(kept: Kept) -> None:
    passages = random_passages(FEW)
    draft = kept.store.draft(identity("b-1"), kept.folder("b-1"))
    draft.put(passages)
    draft.delete([*range(80, FEW), 12_345])
    assert draft.held() == 80
    draft.delete([5])
    with pytest.raises(BuildError, match="row 5 is missing"):
        draft.seal()
    draft.put([passages[5]])
    kept.sealed["b-1"] = draft.seal()
    index = kept.open("b-1")
    assert index.count == 80
    for query in random_queries(6):
        Exact(passages[:80]).check(index.candidates(query, 20), query, 20)


def test_readers_at_the_same_time_find_what_each_finds_alone(kept: Kept) -> None:
    index = kept.seal("b-1", random_passages(FEW))
    queries = random_queries(16)
    alone = rows_of(index, queries, 12)
    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(lambda _: rows_of(index, queries, 12), range(8)):
            assert found == alone


def test_a_sealed_build_is_the_same_after_a_restart(kept: Kept) -> None:
    passages, queries = random_passages(FEW), random_queries(10)
    before = rows_of(kept.seal("b-1", passages), queries, 12)
    kept.store.publish("b-1")
    kept.store = kept.restart()
    assert kept.store.published() == "b-1"
    assert rows_of(kept.open("b-1"), queries, 12) == before


def test_a_draft_is_gone_on_with_after_a_restart(kept: Kept) -> None:
    passages = random_passages(FEW)
    kept.store.draft(identity("b-1"), kept.folder("b-1")).put(passages[:70])
    kept.store = kept.restart()
    draft = kept.store.draft(identity("b-1"), kept.folder("b-1"))
    assert draft.held() == 70
    draft.put(passages[70:])
    kept.sealed["b-1"] = draft.seal()
    for query in random_queries(8):
        Exact(passages).check(kept.open("b-1").candidates(query, 30), query, 30)


def test_nothing_is_published_until_something_is(kept: Kept) -> None:
    assert kept.store.published() is None
    kept.seal("b-1", random_passages(20))
    assert kept.store.published() is None
    kept.store.publish("b-1")
    assert kept.store.published() == "b-1"


def test_publishing_back_and_forth_under_load_shows_one_whole_build_at_a_time(kept: Kept) -> None:
    """Readers take the published build by its name; every result is that build's, and none fails."""
    queries = random_queries(4)
    opened = {
        build: kept.seal(build, random_passages(80, seed=seed)) for seed, build in enumerate(("b-1", "b-2"), start=20)
    }
    expected = {build: rows_of(index, queries, 9) for build, index in opened.items()}
    assert expected["b-1"] != expected["b-2"]
    kept.store.publish("b-1")
    done, seen = threading.Event(), Counter[str]()

    def read() -> None:
        while not done.is_set():
            build = kept.store.published()
            assert build is not None
            assert rows_of(kept.open(build), queries, 9) == expected[build]
            seen[build] += 1

    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(read) for _ in range(4)]
        try:
            for turn in range(40):
                kept.store.publish(("b-2", "b-1")[turn % 2])
                done.wait(0.05)
        finally:
            done.set()
        for reader in readers:
            reader.result()
    assert min(seen["b-1"], seen["b-2"]) > 3


def test_a_build_that_was_never_sealed_is_refused(kept: Kept) -> None:
    sealed = kept.seal("b-1", random_passages(20))
    assert sealed.count == 20
    kept.sealed["b-2"] = kept.sealed["b-1"]
    with pytest.raises(BuildError, match="b-2"):
        kept.open("b-2")


def test_another_number_of_passages_than_the_manifest_says_is_refused(kept: Kept) -> None:
    kept.seal("b-1", random_passages(20))
    kept.sealed["b-1"] = kept.sealed["b-1"].model_copy(update={"count": 21})
    with pytest.raises(BuildError, match=r"20 .*21"):
        kept.open("b-1")


def test_another_dimension_than_the_manifest_says_is_refused(kept: Kept) -> None:
    kept.seal("b-1", random_passages(20))
    with pytest.raises(BuildError, match=r"48.* 49"):
        kept.open("b-1", dimension=49)


def test_the_published_build_is_not_dropped_and_another_one_is(kept: Kept) -> None:
    for build in ("b-1", "b-2"):
        kept.seal(build, random_passages(20))
    kept.store.publish("b-2")
    with pytest.raises(BuildError, match="b-2 is published"):
        kept.store.drop("b-2")
    kept.store.drop("b-1")
    with pytest.raises(BuildError):
        kept.open("b-1")
    kept.store.drop("b-1")
    assert kept.open("b-2").count == 20


def test_recall_is_measured_and_said(kept: Kept) -> None:
    kept.seal("b-1", random_passages(FEW))
    described = kept.sealed["b-1"]
    assert described.count == FEW
    assert 0.98 <= described.recall <= 1
