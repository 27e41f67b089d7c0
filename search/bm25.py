"""The lexical leg: BM25 over terms, as ready weights.

Weights follow Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the
inverse document frequency of Lucene, which is never negative. What a term adds to a passage's score is computed when
the index is built; a query only adds up.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.lexicon import K1, Lexicon, inverse_document_frequency, share_of
from search.passages.postings import Postings

B = 0.75


Numbers = TypeVar("Numbers", float, NDArray[np.float64])


def saturated_frequency(frequency: Numbers, length: Numbers, mean_length: float) -> Numbers:
    """`f (k1 + 1) / (f + k1 (1 - b + b l / L))`; below `k1 + 1` however often the term stands."""
    return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / mean_length))


@dataclass(frozen=True, slots=True)
class WeighedTerms:
    """The terms of each document with their weights, document after document.

    Attributes:
        starts: where each document begins in `columns` and `weights`, one more entry than documents.
        columns: terms, by their column in the lexicon; each once a document.
    """

    lexicon: Lexicon
    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    weights: NDArray[np.float32]

    def of(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Columns and weights of a document."""
        held = slice(int(self.starts[row]), int(self.starts[row + 1]))
        return self.columns[held], self.weights[held]

    @property
    def rows(self) -> NDArray[np.int32]:
        """The document of each entry."""
        return np.repeat(np.arange(self.lexicon.count, dtype=np.int32), np.diff(self.starts))


def weigh_terms(documents: Iterable[Sequence[str]]) -> WeighedTerms:
    """Weigh the terms of documents, which are never all in memory; 8 bytes are kept for a term of a document."""
    terms: dict[str, int] = {}
    columns, frequencies, distinct, lengths = array("i"), array("i"), array("i"), array("i")
    for document in documents:
        counted = Counter(document)
        lengths.append(len(document))
        distinct.append(len(counted))
        for term, frequency in counted.items():
            columns.append(terms.setdefault(term, len(terms)))
            frequencies.append(frequency)
    count = len(lengths)
    held = np.bincount(np.asarray(columns), minlength=len(terms)).astype(np.int32)
    idf = np.array([inverse_document_frequency(count, frequency) for frequency in held.tolist()])
    mean_length = max(sum(lengths) / max(count, 1), 1.0)
    repeated = np.repeat(np.asarray(lengths), np.asarray(distinct)).astype(np.float64)
    often = np.asarray(frequencies).astype(np.float64)
    saturated = saturated_frequency(often, repeated, mean_length)
    return WeighedTerms(
        lexicon=Lexicon(terms, held, count),
        starts=np.concatenate(([0], np.cumsum(np.asarray(distinct)))).astype(np.int64),
        columns=np.asarray(columns, np.int32),
        weights=(idf[np.asarray(columns)] * saturated).astype(np.float32),
    )


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """The lexical leg by itself, for comparisons."""

    lexicon: Lexicon
    postings: Postings

    def scores(self, query: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every row divided by the most that the query could reach: a share in [0, 1], shape `(count,)`."""
        columns, whole = self.lexicon.read(query)
        return share_of(self.postings.scores(columns), whole)


def build_lexical_index(documents: Iterable[Sequence[str]]) -> LexicalIndex:
    """Index documents given as their terms; row numbers are places in `documents`."""
    weighed = weigh_terms(documents)
    lexicon = weighed.lexicon
    postings = Postings.of(weighed.rows, weighed.columns, weighed.weights, lexicon.count, len(lexicon.columns))
    return LexicalIndex(lexicon, postings)
