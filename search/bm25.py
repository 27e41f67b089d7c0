"""The lexical leg: BM25 over terms, as a sparse matrix of ready weights.

Weights follow Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the
inverse document frequency of Lucene, which is never negative. What a term adds to a chunk's score is computed when
the index is built; a query only adds up columns.
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75

_ARRAYS = {"starts": np.int64, "rows": np.int32, "weights": np.float32}


def inverse_document_frequency(documents: int, frequency: int) -> float:
    """`ln(1 + (N - n + 0.5) / (n + 0.5))`; greatest for a term that no document has."""
    return math.log1p((documents - frequency + 0.5) / (frequency + 0.5))


def saturated_frequency(frequency: float, length: float, mean_length: float) -> float:
    """`f (k1 + 1) / (f + k1 (1 - b + b l / L))`; below `k1 + 1` however often the term stands."""
    return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / mean_length))


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Terms and, per term, the rows that hold it with their weights.

    Attributes:
        terms: term to column.
        starts: where each column begins in `rows` and `weights`, one more entry than columns.
        count: number of rows.
    """

    terms: dict[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    count: int

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every row divided by the most that the query could reach: a share in [0, 1], shape `(count,)`.

        A word that no row holds takes its part of the whole too: a question that is mostly about something else
        gets a low share.
        """
        scores = np.zeros(self.count, dtype=np.float32)
        whole = 0.0
        for term in dict.fromkeys(query):
            column = self.terms.get(term)
            start = end = 0
            if column is not None:
                start, end = int(self.starts[column]), int(self.starts[column + 1])
                scores[self.rows[start:end]] += self.weights[start:end]
            whole += inverse_document_frequency(self.count, end - start)
        return scores / np.float32(whole * (K1 + 1)) if whole else scores

    def save(self, folder: Path) -> None:
        """Write the index into a folder that exists."""
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))
        vocabulary = json.dumps({"count": self.count, "terms": list(self.terms)}, ensure_ascii=False)
        (folder / "terms.json").write_text(vocabulary, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Open a saved index; the arrays are mapped, not read."""
        arrays = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _ARRAYS}
        vocabulary = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        terms = {term: column for column, term in enumerate(vocabulary["terms"])}
        return cls(terms, arrays["starts"], arrays["rows"], arrays["weights"], vocabulary["count"])


def build_lexical_index(documents: Sequence[Sequence[str]]) -> LexicalIndex:
    """Index documents given as their terms; row numbers are places in `documents`."""
    mean_length = max(sum(map(len, documents)) / max(len(documents), 1), 1.0)
    postings: dict[str, list[tuple[int, int]]] = {}
    for row, document in enumerate(documents):
        for term, frequency in Counter(document).items():
            postings.setdefault(term, []).append((row, frequency))
    starts, rows, weights = [0], [], []
    for column in postings.values():
        idf = inverse_document_frequency(len(documents), len(column))
        for row, frequency in column:
            rows.append(row)
            weights.append(idf * saturated_frequency(frequency, len(documents[row]), mean_length))
        starts.append(len(rows))
    return LexicalIndex(
        terms={term: column for column, term in enumerate(postings)},
        starts=np.array(starts, np.int64),
        rows=np.array(rows, np.int32),
        weights=np.array(weights, np.float32),
        count=len(documents),
    )
