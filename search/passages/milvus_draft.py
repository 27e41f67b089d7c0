"""The passages of a build while they are written to Milvus. What an ended process put there is there still."""

import time
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import numpy as np

from search.errors import BuildError, PassagesUnavailableError
from search.manifest import VectorsInManifest
from search.passages.graph import EF_CONSTRUCTION, EF_SEARCH, LINKS
from search.passages.milvus_collection import NO_TERM, mark
from search.passages.milvus_connection import MilvusConnection
from search.passages.milvus_index import MilvusIndex
from search.passages.recall import checked_recall
from search.passages.seam import Passage, Questions, Vector

WRITE_SECONDS = 60.0
SEAL_SECONDS = 3_600.0

_AT_ONCE = 1_000
_SECONDS_BETWEEN_LOOKS = 0.5


class MilvusDraft:
    """A `PassageDraft` over a collection."""

    def __init__(self, connection: MilvusConnection, collection: str, dimension: int) -> None:
        self._connection = connection
        self._collection = collection
        self._dimension = dimension

    def held(self) -> int:
        """See `search.passages.seam`."""
        return self._index(0).count_rows(self._connection.within(WRITE_SECONDS))

    def put(self, passages: Iterable[Passage]) -> None:
        """See `search.passages.seam`."""
        left = iter(passages)
        while block := list(islice(left, _AT_ONCE)):
            rows = {passage.row: _written(passage) for passage in block}
            self._connection.within(WRITE_SECONDS)("upsert", self._collection, list(rows.values()))

    def delete(self, rows: Collection[int]) -> None:
        """See `search.passages.seam`."""
        if rows:
            self._connection.within(WRITE_SECONDS)("delete", self._collection, ids=[int(row) for row in rows])

    def seal(self, questions: Questions | None = None) -> VectorsInManifest:
        """See `search.passages.seam`."""
        calls = self._connection.within(SEAL_SECONDS)
        calls("flush", self._collection)
        self._wait_for_indexes()
        calls("load_collection", self._collection)
        count = self.held()
        index = self._index(count)
        self._check_rows(index)
        recall, asked = (
            checked_recall(index.nearest, lambda: self._blocks(index), count, questions) if count else (1.0, 0)
        )
        mark(calls, self._collection, count)
        return VectorsInManifest(
            kind="milvus",
            count=count,
            recall=recall,
            queries=asked,
            parameters={"M": LINKS, "efConstruction": EF_CONSTRUCTION, "ef": EF_SEARCH},
        )

    def _index(self, count: int) -> MilvusIndex:
        return MilvusIndex(self._connection, self._collection, count, self._dimension)

    def _wait_for_indexes(self) -> None:
        calls = self._connection.within(SEAL_SECONDS)
        while any(
            int(calls("describe_index", self._collection, index_name=name)["pending_index_rows"])
            for name in calls("list_indexes", self._collection)
        ):
            if calls.seconds_left < 0:
                raise PassagesUnavailableError(f"Milvus at {self._connection.shown} is still indexing; ingest again")
            time.sleep(_SECONDS_BETWEEN_LOOKS)

    def _check_rows(self, index: MilvusIndex) -> None:
        """All rows from 0 on are there; else name the first that isn't."""
        calls = self._connection.within(SEAL_SECONDS)
        if index.count_rows(calls, f"row >= 0 and row < {index.count}") == index.count:
            return
        for start in range(0, index.count, _AT_ONCE):
            wanted = np.arange(start, min(start + _AT_ONCE, index.count))
            missing = np.setdiff1d(wanted, index.rows(calls, start, start + len(wanted)))
            if len(missing):
                raise BuildError(
                    f"{self._collection}: row {missing[0]} is missing, {index.count} are there; put it and seal again"
                )

    def _blocks(self, index: MilvusIndex) -> Iterator[Vector]:
        for start in range(0, index.count, _AT_ONCE):
            yield index.vectors(start, min(start + _AT_ONCE, index.count))


def _written(passage: Passage) -> dict[str, object]:
    terms = dict(zip(passage.columns.tolist(), passage.weights.tolist(), strict=True))
    return {
        "row": passage.row,
        "chapter": passage.chapter,
        "vector": np.asarray(passage.vector, np.float32),
        "terms": terms or {NO_TERM: 1.0},
    }
