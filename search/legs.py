"""What the dense and the lexical leg give passages."""

from dataclasses import dataclass

from search.fusion import Scores
from search.passages.seam import Rows


@dataclass(frozen=True, slots=True)
class Legs:
    """What each leg gives the passages that were looked at: all of a small index, the best of a large one.

    Attributes:
        rows: of the passages, ascending; the arrays are in the same order.
        dense: cosines in standard deviations above what the question has with all passages.
        lexical: shares of the question's words.
        fused: both in one score.
        mean, deviation: of the cosines with all passages.
    """

    rows: Rows
    dense: Scores
    lexical: Scores
    fused: Scores
    mean: float
    deviation: float

    def standardised(self, cosine: float) -> float:
        """Any cosine with the question on the scale of `dense`."""
        return (cosine - self.mean) / self.deviation
