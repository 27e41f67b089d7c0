"""What an approximate search finds, against comparing with everything."""

import numpy as np
import pytest
from numpy.typing import NDArray

from search.errors import BuildError
from search.passages.recall import checked_recall, exact_nearest
from search.vectors import VectorIndex


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    """A thousand unit vectors."""
    drawn = np.random.default_rng(0).normal(size=(1_000, 24)).astype(np.float32)
    unit: NDArray[np.float32] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def _blocks(vectors: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    return [vectors[:300], vectors[300:305], vectors[305:]]


def test_the_nearest_of_blocks_are_the_nearest_of_all(vectors: NDArray[np.float32]) -> None:
    queries = vectors[:7]
    expected = np.argsort(-(queries @ vectors.T), axis=1)[:, :10]
    assert exact_nearest(queries, _blocks(vectors), 10).tolist() == expected.tolist()
    assert exact_nearest(queries, [vectors[:4]], 10).shape == (7, 4)


def test_exact_search_finds_all(vectors: NDArray[np.float32]) -> None:
    assert checked_recall(VectorIndex.of(vectors).nearest, lambda: _blocks(vectors), len(vectors)) == (1.0, 400)


def test_a_graph_finds_nearly_all_and_says_how_many(vectors: NDArray[np.float32]) -> None:
    graph = VectorIndex.graph_of(_blocks(vectors), 24, 2)
    assert not graph.is_exact
    recall, queries = checked_recall(graph.nearest, lambda: _blocks(vectors), len(vectors))
    assert 0.98 <= recall <= 1
    assert queries == 400


def test_questions_are_asked_where_there_are_some(vectors: NDArray[np.float32]) -> None:
    index = VectorIndex.of(vectors)
    assert checked_recall(index.nearest, lambda: _blocks(vectors), len(vectors), lambda: vectors[:3]) == (1.0, 3)


def test_a_search_that_misses_too_many_is_refused(vectors: NDArray[np.float32]) -> None:
    half = VectorIndex.of(vectors[:500])
    with pytest.raises(BuildError, match=r"of the 10 nearest passages .* are found, expected 98% at least"):
        checked_recall(half.nearest, lambda: _blocks(vectors), len(vectors))
