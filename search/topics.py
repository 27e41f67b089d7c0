"""The topics of chapters that are not held: so that a question about one can be told where its answer is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class TopicIndex:
    """Phrases of absent chapters with their vectors.

    Attributes:
        chapters: chapter number per row.
        vectors: unit vectors, shape `(rows, dimension)`.
    """

    chapters: tuple[str, ...]
    vectors: NDArray[np.float32]

    def best(self, vector: NDArray[np.float32]) -> tuple[str | None, float]:
        """The chapter whose topic is nearest and its cosine; `None` and -1 where every chapter is held."""
        if not self.chapters:
            return None, -1.0
        scores = self.vectors @ vector
        row = int(scores.argmax())
        return self.chapters[row], float(scores[row])
