"""Copies of passages that differ: vectors moved by noise, terms left out and replaced."""

from collections.abc import Iterator, Sequence

import numpy as np

from search.moments import Moments
from search.passages.seam import Vector

NOISE = 1.3
"""Length of the noise by that of a vector's own difference from the mean: a copy then has a cosine of about 0.94 with
its original (0.93 to 0.95, as the encoder spreads), and the copies' mean and covariance are those of the originals, so
that a question finds itself among them as among real passages."""

LEFT_OUT = 0.15
REPLACED = 0.15
"""Shares of the terms."""


class Noise:
    """Makes copies, each always the same."""

    def __init__(self, vectors: Vector, terms: Sequence[Sequence[str]]) -> None:
        """Learn how the originals are spread.

        Args:
            vectors: unit vectors of the originals, shape `(count, dimension)`.
            terms: theirs, in the same order.
        """
        self._vectors = vectors
        self._terms = terms
        moments = Moments.of([vectors], vectors.shape[1])
        self._mean = moments.mean
        values, axes = np.linalg.eigh(moments.covariance.astype(np.float64))
        self._spread = (np.sqrt(np.maximum(values, 0.0)) * axes).astype(np.float32).T
        self._all_terms = np.array([term for held in terms for term in held], dtype=object)

    def vectors(self, copy: int) -> Vector:
        """Unit vectors of a copy; copy 0 is the originals themselves."""
        if copy == 0:
            return self._vectors
        random = np.random.default_rng([copy, 0])
        noise = random.standard_normal(self._vectors.shape, dtype=np.float32) @ self._spread
        moved = self._mean + (self._vectors - self._mean + NOISE * noise) / np.float32(np.sqrt(1 + NOISE**2))
        unit: Vector = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        return unit

    def terms(self, copy: int) -> Iterator[Sequence[str]]:
        """Terms of a copy, passage by passage; those that replace others are drawn from all passages."""
        if copy == 0:
            yield from self._terms
            return
        random = np.random.default_rng([copy, 1])
        for held in self._terms:
            chance = random.random(len(held))
            others = self._all_terms[random.integers(0, len(self._all_terms), len(held))]
            yield [
                other if luck < LEFT_OUT + REPLACED else term
                for term, other, luck in zip(held, others, chance, strict=True)
                if luck >= LEFT_OUT
            ]
