"""The dense leg: exact inner product."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from search.build import Build
from search.encoder import Encoder
from search.errors import BuildError
from search.passages.seam import Query
from search.vectors import VectorIndex


def _unit(rows: int, dimension: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(0).normal(size=(rows, dimension)).astype(np.float32)
    normalised: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return normalised


def test_scores_equal_the_inner_product() -> None:
    vectors = _unit(200, 24)
    index = VectorIndex.of(list(vectors[:-1]))
    assert (index.count, index.dimension) == (199, 24)
    np.testing.assert_allclose(index.scores(vectors[-1]), vectors[:-1] @ vectors[-1], atol=1e-6)


def test_scores_of_the_published_index_equal_the_inner_product(build: Build, encoder: Encoder) -> None:
    query = encoder.encode_query("Що робити, якщо загубив посвідку?")
    expected = build.passages.vectors(0, build.passages.count) @ query
    found = build.passages.candidates(Query(query, ()), build.passages.count)
    np.testing.assert_allclose(found.cosines, expected, atol=1e-6)
    assert build.chunks[int(expected.argmax())].section_id in {"1.1-3", "1.1-4"}


def test_published_vectors_are_unit_vectors_of_their_passages(build: Build, encoder: Encoder) -> None:
    vectors = build.passages.vectors(0, build.passages.count)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for row in (0, len(build.chunks) // 2, len(build.chunks) - 1):
        np.testing.assert_allclose(vectors[row], encoder.encode_document(build.chunks[row].passage), atol=1e-6)


def test_a_saved_index_is_the_same(tmp_path: Path) -> None:
    index = VectorIndex.of(list(_unit(5, 8)))
    index.save(tmp_path / "vectors.faiss")
    assert np.array_equal(VectorIndex.load(tmp_path / "vectors.faiss").vectors(), index.vectors())


def test_a_file_that_faiss_cant_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "vectors.faiss").write_bytes(b"not an index")
    with pytest.raises(BuildError, match=r"vectors\.faiss: FAISS can't read it"):
        VectorIndex.load(tmp_path / "vectors.faiss")


def test_a_wider_look_at_the_graph_finds_more_and_is_saved_with_it(tmp_path: Path) -> None:
    vectors = _unit(4_000, 64)
    graph = VectorIndex.graph_of([vectors[:-100]], 64, 1)
    nearest = np.argsort(-(vectors[-100:] @ vectors[:-100].T), axis=1)[:, :10]

    def found(index: VectorIndex) -> int:
        return sum(
            len(set(rows.tolist()).intersection(index.nearest(vector, 10).tolist()))
            for vector, rows in zip(vectors[-100:], nearest, strict=True)
        )

    graph.widen(16)
    narrow = found(graph)
    graph.widen(512)
    assert narrow < 900 < 990 < found(graph)
    graph.save(tmp_path / "vectors.faiss")
    opened = VectorIndex.load(tmp_path / "vectors.faiss")
    assert opened.width == 512
    assert found(opened) == found(graph)
