"""What the Milvus store alone must see to: what is written on its collections, and what must never be changed."""

import uuid
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from pymilvus import MilvusClient

from search.errors import BuildError, PassagesUnavailableError
from search.manifest import VectorsInManifest
from search.passages.faiss_store import FaissStore
from search.passages.milvus_collection import collection_of
from search.passages.seam import Identity
from tests.search.passages.kept import DIMENSION, Kept, identity, random_passages, random_queries, rows_of
from tests.search.passages.milvus_server import MilvusServer


@pytest.fixture
def alias() -> str:
    return f"test_{uuid.uuid4().hex[:12]}"


@pytest.fixture
def kept(milvus: MilvusServer, alias: str, tmp_path: Path) -> Kept:
    """A store with one sealed build, which isn't published."""
    store = milvus.store(alias)
    kept = Kept(store, tmp_path / "index", lambda: store)
    kept.seal("b-1", random_passages(40))
    return kept


@pytest.mark.parametrize("what", ["inputs", "encoder"])
def test_passages_of_other_inputs_or_another_encoder_are_refused(kept: Kept, what: str) -> None:
    expected, found = Identity(**(asdict(identity("b-1")) | {what: "another"})), getattr(identity("b-1"), what)
    with pytest.raises(BuildError, match=rf"passages of build b-1: {what} {found}, expected another; run 'dovidnyk"):
        kept.store.open(expected, kept.sealed["b-1"], kept.folder("b-1"))


def test_passages_that_were_lost_since_are_missed(kept: Kept, milvus: MilvusServer, alias: str) -> None:
    index = kept.open("b-1")
    client = MilvusClient(f"http://127.0.0.1:{milvus.port}", dedicated=True)
    client.delete(collection_of(alias, "b-1"), ids=[3])
    client.close()
    with pytest.raises(PassagesUnavailableError, match="39 of 40 passages came"):
        index.vectors(0, 40)
    with pytest.raises(PassagesUnavailableError, match="0 of 1 passages came"):
        index.candidates(random_queries(1)[0], 40)
    with pytest.raises(BuildError, match="build b-1 has 39 passages, its manifest says 40"):
        kept.open("b-1")


def test_a_build_kept_elsewhere_is_refused_by_either_store(kept: Kept) -> None:
    exact = VectorsInManifest(kind="exact", count=40)
    with pytest.raises(BuildError, match=r"keeps its passages in its folder.*set DOVIDNYK_VECTORS to 'auto'"):
        kept.store.open(identity("b-1"), exact, kept.folder("b-1"))
    with pytest.raises(BuildError, match="its passages are in Milvus; set DOVIDNYK_VECTORS to its address"):
        FaissStore(kept.index).open(identity("b-1"), kept.sealed["b-1"], kept.folder("b-1"))


def test_a_draft_is_neither_published_nor_opened(kept: Kept) -> None:
    kept.store.draft(identity("b-2"), kept.folder("b-2")).put(random_passages(40))
    with pytest.raises(BuildError, match="has no sealed passages of build b-2"):
        kept.store.publish("b-2")
    kept.sealed["b-2"] = kept.sealed["b-1"]
    with pytest.raises(BuildError, match="has no sealed passages of build b-2"):
        kept.open("b-2")
    assert kept.store.published() is None


def test_a_published_build_is_not_written_to_again(kept: Kept) -> None:
    kept.store.publish("b-1")
    with pytest.raises(BuildError, match=r"b-1 is published in Milvus .* never changed again"):
        kept.store.draft(identity("b-1"), kept.folder("b-1"))
    assert kept.open("b-1").count == 40


def test_a_sealed_build_that_is_not_published_may_be_gone_on_with(kept: Kept) -> None:
    """As by an ingest that was killed after it had sealed the passages."""
    before = rows_of(kept.open("b-1"), random_queries(4), 9)
    draft = kept.store.draft(identity("b-1"), kept.folder("b-1"))
    assert draft.held() == 40
    with pytest.raises(BuildError, match="sealed"):
        kept.store.publish("b-1")
    kept.sealed["b-1"] = draft.seal()
    assert rows_of(kept.open("b-1"), random_queries(4), 9) == before


def test_too_few_of_the_nearest_found_are_refused(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = kept.store.draft(identity("b-2"), kept.folder("b-2"))
    draft.put(random_passages(40))
    monkeypatch.setattr("search.passages.milvus_index.MilvusIndex.nearest", lambda *_: np.arange(9, dtype=np.int64))
    with pytest.raises(BuildError, match=r"of the 10 nearest passages .* are found, expected 98%"):
        draft.seal()


def test_what_is_kept_is_said_in_fields_and_indexes(kept: Kept, milvus: MilvusServer, alias: str) -> None:
    client, name = MilvusClient(f"http://127.0.0.1:{milvus.port}", dedicated=True), collection_of(alias, "b-1")
    fields = {field["name"]: field for field in client.describe_collection(name)["fields"]}
    assert fields["row"]["is_primary"]
    assert fields["chapter"]["is_partition_key"]
    assert fields["vector"]["params"]["dim"] == DIMENSION
    indexes = {field: client.describe_index(name, field) for field in ("vector", "terms")}
    assert (indexes["vector"]["index_type"], indexes["vector"]["metric_type"]) == ("HNSW", "IP")
    assert (indexes["terms"]["index_type"], indexes["terms"]["metric_type"]) == ("SPARSE_INVERTED_INDEX", "IP")
    client.close()
    assert kept.sealed["b-1"].parameters == {"M": 32, "efConstruction": 400, "ef": 128}
