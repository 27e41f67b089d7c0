"""Searching a foreign corpus with the engine's own legs: dense alone, lexical alone, and both fused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.bm25 import LexicalIndex
from search.fusion import Scores, fuse, standardise
from search.vectors import VectorIndex

LEGS = ("dense", "lexical", "fused")
DEPTH = 100

_SHARD_ROWS = 65_536
_SCORES_AT_ONCE = 16_000_000

Ranking = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class AskedQuery:
    """A query as the legs take it: a unit vector of shape `(dimension,)`, and terms."""

    id: str
    vector: NDArray[np.float32]
    terms: Sequence[str]


@dataclass(frozen=True, slots=True)
class ForeignIndex:
    """Both legs over the passages of a corpus.

    Attributes:
        vectors: a row a passage, mapped from disk; only a shard of it is in memory at a time.
        starts: row of the first passage of each document that has any.
        documents: ids of those documents.
    """

    vectors: NDArray[np.float32]
    lexical: LexicalIndex
    starts: NDArray[np.int64]
    documents: Sequence[str]

    def rankings(self, asked: Sequence[AskedQuery]) -> Iterator[tuple[str, dict[str, Ranking]]]:
        """For each query its id and the best `DEPTH` documents of each leg, best first, equal scores in order of ids.

        A document counts as its best passage. One that shares no word with the query is not in the lexical ranking,
        and one that both legs score 0 not in the fused one.
        """
        at_once = max(1, _SCORES_AT_ONCE // len(self.vectors))
        for start in range(0, len(asked), at_once):
            block = asked[start : start + at_once]
            for query, cosines in zip(block, self._cosines(block), strict=True):
                dense = standardise(cosines, float(cosines.mean()), float(cosines.std()) or 1.0)
                lexical = self.lexical.scores(query.terms)
                yield (
                    query.id,
                    {
                        "dense": self._best(dense, -np.inf),
                        "lexical": self._best(lexical, 0.0),
                        "fused": self._best(fuse(dense, lexical), 0.0),
                    },
                )

    def _cosines(self, asked: Sequence[AskedQuery]) -> Scores:
        """Cosine of every query with every passage, shape `(queries, passages)`."""
        cosines = np.empty((len(asked), len(self.vectors)), np.float32)
        for start in range(0, len(self.vectors), _SHARD_ROWS):
            rows = self.vectors[start : start + _SHARD_ROWS]
            shard = VectorIndex.of(list(rows))
            for row, query in enumerate(asked):
                cosines[row, start : start + len(rows)] = shard.scores(query.vector)
        return cosines

    def _best(self, scores: Scores, above: float) -> Ranking:
        by_document = np.maximum.reduceat(scores, self.starts)
        depth = min(DEPTH, len(by_document))
        least = np.partition(by_document, -depth)[-depth]
        rows = np.flatnonzero((by_document >= least) & (by_document > above))
        ranked = sorted((-float(by_document[row]), self.documents[row]) for row in rows.tolist())
        return [(document, -score) for score, document in ranked[:depth]]
