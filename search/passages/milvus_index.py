"""The passages of a build in Milvus, to be read."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.errors import PassagesUnavailableError
from search.passages.best import best_places
from search.passages.graph import EF_SEARCH
from search.passages.milvus_connection import Calls, MilvusConnection, NotLoadedError
from search.passages.seam import Candidates, Query, Rows, Vector

SEARCH_SECONDS = 2.0
"""All calls for one question take no longer than this together."""

READ_SECONDS = 30.0
MOST = 16_384
"""Milvus gives no more than this many results at once."""

_TIES = 16
"""So many more than wanted are asked for, to see whether equal ones stand beyond the end."""

_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class _Leg:
    """The best of one leg; `whole` where no others have any score at all."""

    rows: Rows
    scores: Vector
    whole: bool

    def of(self, rows: Rows) -> Vector:
        """Scores of these rows; NaN where the leg hasn't found one."""
        scores = np.full(len(rows), np.nan, np.float32)
        _, places, own = np.intersect1d(rows, self.rows, assume_unique=True, return_indices=True)
        scores[places] = self.scores[own]
        return scores


class MilvusIndex:
    """A `PassageIndex` over a collection."""

    def __init__(self, connection: MilvusConnection, collection: str, count: int, dimension: int) -> None:
        self._connection = connection
        self._collection = collection
        self._count = count
        self._dimension = dimension

    @property
    def count(self) -> int:
        """Number of passages."""
        return self._count

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def candidates(self, query: Query, limit: int, chapters: Collection[str] | None = None) -> Candidates:
        """See `search.passages.seam`; of each leg at most `MOST`."""
        if limit < 1 or not self._count or (chapters is not None and not chapters):
            return Candidates(np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.float32))
        calls = self._connection.within(SEARCH_SECONDS)
        limit = min(limit, self._count, MOST)
        filter_ = "" if chapters is None else f"chapter in {json.dumps(sorted(chapters), ensure_ascii=False)}"
        near = self._dense(calls, query.vector, limit, filter_)
        worded = self._lexical(calls, query.columns, limit, filter_)
        every = chapters is None and limit == self._count
        rows = np.arange(self._count, dtype=np.int64) if every else np.union1d(near.rows, worded.rows)
        cosines, weights = near.of(rows), worded.of(rows)
        if worded.whole:
            weights[np.isnan(weights)] = 0
        self._complete(calls, query, rows, cosines, weights)
        return Candidates(rows, cosines, weights)

    def vectors(self, start: int, end: int) -> Vector:
        """See `search.passages.seam`."""
        calls = self._connection.within(READ_SECONDS)
        vectors = np.empty((max(end - start, 0), self._dimension), np.float32)
        for first in range(start, end, _AT_ONCE):
            last = min(first + _AT_ONCE, end)
            found = self._read(calls, f"row >= {first} and row < {last}", ["row", "vector"])
            self._see_that_all_came(found, last - first)
            for passage in found:
                vectors[passage["row"] - start] = passage["vector"]
        return vectors

    def nearest(self, vector: Vector, limit: int) -> Rows:
        """The dense leg alone, for those who measure it."""
        return self._dense(self._connection.within(SEARCH_SECONDS), vector, limit, "").rows

    def count_rows(self, calls: Calls, filter_: str = "") -> int:
        """How many passages the server has just now, and not by what is written on the collection."""
        counted = self._loaded(calls, "query", filter=filter_, output_fields=["count(*)"], consistency_level="Strong")
        return int(counted[0]["count(*)"])

    def rows(self, calls: Calls, start: int, end: int) -> Rows:
        """The rows that are there of those from `start` to before `end`, ascending."""
        found = self._read(calls, f"row >= {start} and row < {end}", ["row"], consistency_level="Strong")
        return np.sort(np.array([passage["row"] for passage in found], np.int64))

    def _dense(self, calls: Calls, vector: Vector, limit: int, filter_: str) -> _Leg:
        return self._best(calls, "vector", np.asarray(vector, np.float32), limit, filter_)

    def _lexical(self, calls: Calls, columns: Sequence[int], limit: int, filter_: str) -> _Leg:
        if not columns:
            return _Leg(np.empty(0, np.int64), np.empty(0, np.float32), whole=True)
        return self._best(calls, "terms", {int(column): 1.0 for column in columns}, limit, filter_)

    def _best(self, calls: Calls, field: str, vector: Any, limit: int, filter_: str) -> _Leg:
        """Ask for a few more than wanted, and for more still while those beyond the end are as good as the last."""
        asked = min(limit + _TIES, MOST)
        while True:
            rows, scores = self._search(calls, field, vector, asked, filter_)
            whole = len(rows) < asked
            if whole or asked == MOST or scores[-1] < scores[limit - 1]:
                best = best_places(scores, rows, limit)
                best = best[np.argsort(rows[best])]
                return _Leg(rows[best], scores[best], whole and len(rows) <= limit)
            asked = min(4 * asked, MOST)

    def _search(self, calls: Calls, field: str, vector: Any, limit: int, filter_: str) -> tuple[Rows, Vector]:
        parameters = {"ef": max(EF_SEARCH, limit)} if field == "vector" else {}
        (hits,) = self._loaded(
            calls,
            "search",
            data=[vector],
            anns_field=field,
            limit=limit,
            filter=filter_,
            output_fields=["row"],
            search_params={"metric_type": "IP", "params": parameters},
        )
        rows = np.array([hit["row"] for hit in hits], np.int64)
        scores = np.array([hit["distance"] for hit in hits], np.float32)
        if field == "terms":
            rows, scores = rows[scores > 0], scores[scores > 0]
        return rows, scores

    def _complete(self, calls: Calls, query: Query, rows: Rows, cosines: Vector, weights: Vector) -> None:
        """Compute here what only the other leg found."""
        missing = np.flatnonzero(np.isnan(cosines) | np.isnan(weights))
        places = {int(rows[place]): int(place) for place in missing}
        for start in range(0, len(missing), _AT_ONCE):
            wanted = rows[missing[start : start + _AT_ONCE]].tolist()
            found = self._read(calls, f"row in {wanted}", ["row", "vector", "terms"])
            self._see_that_all_came(found, len(wanted))
            for passage in found:
                place = places[passage["row"]]
                cosines[place] = np.asarray(passage["vector"], np.float32) @ query.vector
                weights[place] = _weight(passage["terms"], query.columns)

    def _read(self, calls: Calls, filter_: str, fields: list[str], **more: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._loaded(
            calls, "query", filter=filter_, output_fields=fields, limit=MOST, **more
        )
        return found

    def _see_that_all_came(self, found: Sequence[object], wanted: int) -> None:
        """A sealed build has all its rows: else somebody else has written to it, or not all of it can be reached."""
        if len(found) != wanted:
            raise PassagesUnavailableError(
                f"{self._collection} in Milvus: {len(found)} of {wanted} passages came; "
                "see whether all of it is loaded, or run 'dovidnyk ingest'"
            )

    def _loaded(self, calls: Calls, method: str, **arguments: Any) -> Any:
        """Call, and once again if the server, begun anew, must first be told to load the collection."""
        try:
            return calls(method, self._collection, **arguments)
        except NotLoadedError:
            calls("load_collection", self._collection)
            return calls(method, self._collection, **arguments)


def _weight(terms: Mapping[int, float], columns: Sequence[int]) -> float:
    return float(sum(np.float32(terms.get(column, 0.0)) for column in columns))
