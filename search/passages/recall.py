"""How many of the nearest passages an approximate search finds, by comparison with all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import faiss
import numpy as np

from search.errors import BuildError
from search.passages.seam import Questions, Rows, Vector

DEPTH = 10
RECALL_QUERIES = 400
LEAST_RECALL = 0.98
_NOISE = 0.5
"""Length of the noise that makes a query of a passage's unit vector: the two then have a cosine of about 0.9, as a
question and its passage have."""

Nearest = Callable[[Vector, int], Rows]


@dataclass(frozen=True, slots=True)
class RecallTest:
    """Queries and what is nearest to each; made once, however many searches are judged by it.

    Attributes:
        queries: unit vectors.
        expected: the rows nearest to each.
    """

    queries: Vector
    expected: Rows

    @classmethod
    def over(
        cls, blocks: Callable[[], Iterable[Vector]], count: int, questions: Questions | None = None
    ) -> "RecallTest":
        """Compare queries with all vectors.

        Args:
            blocks: all vectors, block by block; called once or twice.
            questions: gives the queries; the passages' own vectors with noise are taken without it, which are found
                more easily than questions are.
        """
        queries = questions() if questions else _queries(blocks(), count)
        return cls(queries, exact_nearest(queries, blocks(), DEPTH))

    def recall(self, nearest: Nearest) -> float:
        """Recall at 10 of a search: the rows nearest to a vector, so many."""
        found = [set(nearest(query, DEPTH).tolist()) for query in self.queries]
        hits = sum(len(one & set(rows)) for one, rows in zip(found, self.expected.tolist(), strict=True))
        return hits / max(self.expected.size, 1)


def checked_recall(
    nearest: Nearest, blocks: Callable[[], Iterable[Vector]], count: int, questions: Questions | None = None
) -> tuple[float, int]:
    """Recall at 10, and over how many queries it was measured; for the arguments see `RecallTest`.

    Raises:
        BuildError: recall is under `LEAST_RECALL`.
    """
    test = RecallTest.over(blocks, count, questions)
    return enough(test.recall(nearest)), len(test.queries)


def enough(recall: float) -> float:
    """The recall as it is written down.

    Raises:
        BuildError: it is under `LEAST_RECALL`.
    """
    if recall < LEAST_RECALL:
        raise BuildError(
            f"of the {DEPTH} nearest passages {recall:.1%} are found, expected {LEAST_RECALL:.0%} at least; "
            "set DOVIDNYK_VECTORS to 'exact'"
        )
    return round(recall, 4)


def exact_nearest(queries: Vector, blocks: Iterable[Vector], depth: int) -> Rows:
    """The rows nearest to each query, best first, shape `(queries, depth or the number of rows)`."""
    heap = faiss.ResultHeap(len(queries), depth, keep_max=True)
    start = 0
    for block in blocks:
        scores, rows = faiss.knn(queries, block, min(depth, len(block)), metric=faiss.METRIC_INNER_PRODUCT)
        heap.add_result(scores, rows + start)
        start += len(block)
    heap.finalize()
    nearest: Rows = heap.I[:, : min(depth, start)]
    return nearest


def _queries(blocks: Iterable[Vector], count: int) -> Vector:
    """Passages at even distances, each moved a little."""
    wanted = np.linspace(0, count - 1, min(RECALL_QUERIES, count)).astype(np.int64)
    picked, start = [], 0
    for block in blocks:
        picked.append(block[wanted[(wanted >= start) & (wanted < start + len(block))] - start])
        start += len(block)
    vectors = np.concatenate(picked)
    noise = np.random.default_rng(0).normal(size=vectors.shape).astype(np.float32)
    noise *= _NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
    moved = vectors + noise
    queries: Vector = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return queries
