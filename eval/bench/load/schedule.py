"""When questions arrive in the open loop."""

import random
from itertools import accumulate


def poisson_schedule(rate: float, count: int, seed: int) -> tuple[float, ...]:
    """Arrivals of a Poisson process, in seconds from the start: independent exponential gaps; fixed by the seed.

    Args:
        rate: mean arrivals a second, above 0.
    """
    generator = random.Random(seed)  # noqa: S311 (a draw, not a secret)
    return tuple(accumulate(generator.expovariate(rate) for _ in range(count)))
