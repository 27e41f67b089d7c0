"""The best of many scores, ties decided."""

import numpy as np
from numpy.typing import NDArray


def best_places(scores: NDArray[np.float32], rows: NDArray[np.integer], limit: int) -> NDArray[np.intp]:
    """Places of the `limit` greatest scores, best first; of equal scores the smaller row comes first."""
    if len(scores) > limit:
        least = np.partition(scores, -limit)[-limit]
        places = np.flatnonzero(scores >= least)
    else:
        places = np.arange(len(scores))
    order = np.lexsort((rows[places], -scores[places]))
    best: NDArray[np.intp] = places[order][:limit]
    return best
