"""AUROC: how often an answerable question has more confidence than an unanswerable one; equal ones count half.

Hanley and McNeil, "The Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve" (Radiology,
1982). Weighted and over many resamples at once, which libraries don't offer.
"""

import numpy as np

from eval.measures.aggregate import Array, ratio
from eval.measures.calibration.ties import at, sort_rows


def auroc(values: Array, weights: Array) -> Array:
    """AUROC of the columns confidence and label (1 answerable, 0 not); NaN where a resample holds one label alone."""
    confidence, label = values[..., 0], values[..., 1]
    weight = np.where(np.isnan(confidence), 0.0, weights)
    rows = sort_rows(confidence)
    positive = rows.arrange(weight * label)
    negative = rows.arrange(weight * (1 - label))
    up_to = np.cumsum(negative, axis=-1)
    below, through = at(up_to - negative, rows.first), at(up_to, rows.last)
    won = (positive * (below + through) / 2).sum(axis=-1)
    return ratio(won, positive.sum(axis=-1) * negative.sum(axis=-1))
