"""What both legs say of the passages that a question may mean."""

from collections.abc import Sequence

from search.fusion import Scores, fuse, standardise
from search.legs import Legs
from search.lexicon import Lexicon, share_of
from search.moments import Moments, of_all
from search.passages.seam import PassageIndex, Query

ALL_UP_TO = 4_000
"""So few passages are all looked at, and every section is ranked: the whole guide is among them."""

CANDIDATES = 100
"""Of more, so many of each leg's best."""


class Retriever:
    """Asks the passages of one build. Safe to use from many threads."""

    def __init__(self, passages: PassageIndex, lexicon: Lexicon, moments: Moments) -> None:
        self._passages = passages
        self._lexicon = lexicon
        self._moments = moments
        self.looks_at_all = passages.count <= ALL_UP_TO
        self._limit = max(passages.count, 1) if self.looks_at_all else CANDIDATES

    def legs(self, vector: Scores, terms: Sequence[str]) -> Legs:
        """Both legs for a question.

        Args:
            vector: its unit vector.
            terms: in the guide's words.

        Raises:
            PassagesUnavailableError: what keeps the passages doesn't answer.
        """
        columns, whole = self._lexicon.read(terms)
        found = self._passages.candidates(Query(vector, columns), self._limit)
        mean, deviation = of_all(found.cosines) if self.looks_at_all else self._moments.of_cosines(vector)
        dense = standardise(found.cosines, mean, deviation)
        lexical = share_of(found.weights, whole)
        return Legs(found.rows, dense, lexical, fuse(dense, lexical), mean, deviation)
