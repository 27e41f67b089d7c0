"""Mean and spread of the cosines that a question has with all passages, without comparing it with any.

With unit vectors `x` of mean `m` and covariance `C`, the cosines of a question `q` have the mean `q·m` and the variance
`qᵀ C q`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


def of_all(cosines: Vector) -> tuple[float, float]:
    """Mean and standard deviation of the cosines with all passages, where all are known; the latter is never 0."""
    mean = float(cosines.mean())
    above = cosines - mean
    return mean, math.sqrt(float(above @ above) / len(cosines)) or 1.0


@dataclass(frozen=True, slots=True)
class Moments:
    """Of the vectors of all passages.

    Attributes:
        mean: shape `(dimension,)`.
        covariance: shape `(dimension, dimension)`.
    """

    mean: Vector
    covariance: Vector

    def of_cosines(self, vector: Vector) -> tuple[float, float]:
        """Mean and standard deviation of the cosines of a question with all passages; the latter is never 0."""
        variance = float(vector @ self.covariance @ vector)
        return float(vector @ self.mean), math.sqrt(max(variance, 0.0)) or 1.0

    @classmethod
    def of(cls, blocks: Iterable[Vector], dimension: int) -> "Moments":
        """From vectors block by block, each of shape `(rows, dimension)`."""
        count, total, products = 0, np.zeros(dimension), np.zeros((dimension, dimension))
        for block in blocks:
            wide = block.astype(np.float64)
            count += len(wide)
            total += wide.sum(axis=0)
            products += wide.T @ wide
        mean = total / max(count, 1)
        covariance = products / max(count, 1) - np.outer(mean, mean)
        return cls(mean.astype(np.float32), covariance.astype(np.float32))

    def save(self, folder: Path) -> None:
        """Write both into a folder that exists."""
        np.save(folder / "mean.npy", self.mean)
        np.save(folder / "covariance.npy", self.covariance)

    @classmethod
    def load(cls, folder: Path, dimension: int) -> "Moments":
        """Read both.

        Raises:
            OSError, ValueError: a file is missing, or of another dimension.
        """
        moments = cls(np.load(folder / "mean.npy"), np.load(folder / "covariance.npy"))
        if moments.mean.shape != (dimension,) or moments.covariance.shape != (dimension, dimension):
            raise ValueError(f"mean.npy and covariance.npy are of another dimension than {dimension}")
        return moments
