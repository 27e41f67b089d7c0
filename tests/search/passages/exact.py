"""What a question's candidates are, by comparison with every passage, in double precision."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from search.passages.seam import Candidates, Passage, Query

CLOSE = 1e-5


class Exact:
    """Passages by row."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._chapters = np.array([passage.chapter for passage in passages])
        self._vectors = np.stack([passage.vector for passage in passages]).astype(np.float64)
        self._terms = [dict(zip(p.columns.tolist(), p.weights.tolist(), strict=True)) for p in passages]

    def cosines(self, query: Query) -> NDArray[np.float64]:
        """Of every passage with the question."""
        cosines: NDArray[np.float64] = self._vectors @ query.vector.astype(np.float64)
        return cosines

    def weights(self, query: Query) -> NDArray[np.float64]:
        """Of the question's terms in every passage."""
        return np.array([sum(terms.get(column, 0.0) for column in query.columns) for terms in self._terms])

    def check(
        self, found: Candidates, query: Query, limit: int, chapters: Collection[str] | None = None, *, near: bool = True
    ) -> None:
        """See that these are the candidates: the same rows but for ties at the end, and the right measures of each.

        Args:
            near: whether the nearest must all be there, as an approximate search needn't find them.
        """
        cosines, weights, rows = self.cosines(query), self.weights(query), found.rows
        assert found.rows.tolist() == sorted(set(rows.tolist()))
        np.testing.assert_allclose(found.cosines, cosines[rows], atol=CLOSE)
        np.testing.assert_allclose(found.weights, weights[rows], atol=CLOSE, rtol=1e-6)
        allowed = np.isin(self._chapters, list(chapters)) if chapters is not None else np.full(len(cosines), True)
        assert allowed[rows].all()
        worded = allowed & (weights > 0)
        must = _surely_best(weights, worded, limit)
        may = _possibly_best(weights, worded, limit)
        if near:
            must |= _surely_best(cosines, allowed, limit)
            may |= _possibly_best(cosines, allowed, limit)
            assert set(rows.tolist()) <= set(np.flatnonzero(may).tolist())
        assert set(np.flatnonzero(must).tolist()) <= set(rows.tolist())


def _end(scores: NDArray[np.float64], allowed: NDArray[np.bool_], limit: int) -> float:
    """The score of the last that is wanted."""
    ordered = np.sort(scores[allowed])[::-1]
    return float(ordered[limit - 1]) if len(ordered) >= limit else float("-inf")


def _surely_best(scores: NDArray[np.float64], allowed: NDArray[np.bool_], limit: int) -> NDArray[np.bool_]:
    return allowed & (scores > _end(scores, allowed, limit) + CLOSE)


def _possibly_best(scores: NDArray[np.float64], allowed: NDArray[np.bool_], limit: int) -> NDArray[np.bool_]:
    return allowed & (scores >= _end(scores, allowed, limit) - CLOSE)
