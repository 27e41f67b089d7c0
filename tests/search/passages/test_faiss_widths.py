"""A graph that finds too few of the nearest passages is looked at more widely, before it is refused."""

from pathlib import Path

import numpy as np
import pytest

from search.errors import BuildError
from search.manifest import VectorsInManifest
from search.passages import faiss_store
from search.passages.faiss_store import FaissStore
from search.passages.seam import Identity, Passage

_COUNT, _DIMENSION = 3_000, 96


def _sealed(folder: Path) -> VectorsInManifest:
    random = np.random.default_rng(0)
    vectors = random.normal(size=(_COUNT, _DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    draft = FaissStore(folder, "hnsw").draft(Identity("a", "b", "c", _DIMENSION), folder)
    none = np.empty(0, np.int32)
    draft.put(Passage(row, "1", vector, none, none.astype(np.float32)) for row, vector in enumerate(vectors))
    questions = random.normal(size=(50, _DIMENSION)).astype(np.float32)
    return draft.seal(lambda: questions / np.linalg.norm(questions, axis=1, keepdims=True))


def test_the_least_width_that_finds_enough_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faiss_store, "_WIDTHS", (16, 64, 1_024))
    described = _sealed(tmp_path)
    assert described.parameters["efSearch"] == 64
    assert described.recall >= 0.98


def test_a_graph_that_finds_too_few_at_any_width_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faiss_store, "_WIDTHS", (8, 16))
    with pytest.raises(BuildError, match="expected 98% at least"):
        _sealed(tmp_path)
