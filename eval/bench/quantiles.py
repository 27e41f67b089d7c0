"""Quantiles and ratios of timings."""

import math
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict


class Ratio(BaseModel):
    """The median of the ratios of pairs, and the quartiles that half of them lie between."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float
    pairs: int


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least a share of all values doesn't exceed (nearest rank); one that occurred.

    Args:
        values: at least one, in any order.
        share: above 0, up to 1.
    """
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]


def ratio_of_pairs(above: Sequence[float], below: Sequence[float]) -> Ratio | None:
    """What was measured in turn, pair by pair; a pair without a figure above 0 below the line is left out."""
    ratios = [a / b for a, b in zip(above, below, strict=True) if b > 0]
    if not ratios:
        return None
    return Ratio(
        value=quantile(ratios, 0.5), low=quantile(ratios, 0.25), high=quantile(ratios, 0.75), pairs=len(ratios)
    )
