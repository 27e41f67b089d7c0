"""One figure from the values of many questions, under weights.

Weights are how often a question stands in a resample. All functions work on the last axes and broadcast over the ones
before, so that thousands of resamples are one call: `values` has shape `(..., n, columns)`, `weights` `(..., n)`, the
result `(...)`. A question whose first column is NaN has no part in the figure; a figure over none is NaN.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def weighted_mean(values: Array, weights: Array) -> Array:
    """The mean of the first column."""
    column = values[..., 0]
    defined = ~np.isnan(column)
    total = (weights * defined).sum(axis=-1)
    summed = (weights * np.where(defined, column, 0.0)).sum(axis=-1)
    return ratio(summed, total)


def weighted_median(values: Array, weights: Array) -> Array:
    """The median of the first column; the mean of the middle two where the middle lies between them."""
    column, weight = np.broadcast_arrays(values[..., 0], weights)
    order = np.argsort(column, axis=-1, kind="stable")
    column = np.take_along_axis(column, order, axis=-1)
    weight = np.take_along_axis(np.where(np.isnan(values[..., 0]), 0.0, weight), order, axis=-1)
    reached = np.cumsum(weight, axis=-1)
    half = reached[..., -1:] / 2
    low = np.take_along_axis(column, (reached >= half).argmax(axis=-1)[..., None], axis=-1)[..., 0]
    high = np.take_along_axis(column, (reached > half).argmax(axis=-1)[..., None], axis=-1)[..., 0]
    return np.where(half[..., 0] > 0, (low + high) / 2, np.nan)


def ratio(numerator: Array, denominator: Array) -> Array:
    """Quotient, NaN where the denominator is 0."""
    quotient: Array = np.divide(
        numerator, denominator, out=np.full(np.shape(numerator), np.nan), where=np.asarray(denominator) > 0
    )
    return quotient
