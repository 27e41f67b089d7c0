"""Made-up timings, small enough to be reckoned by hand."""

from collections.abc import Sequence

import pytest

from eval.bench.measured import (
    AGAIN,
    ARRIVING,
    CAPACITY,
    ENCODER,
    ENGINE,
    FIRST,
    HTTP,
    TXTAI,
    Measured,
    OpenLoop,
    Start,
    TxtaiMemory,
)
from eval.bench.processes import Memory
from eval.bench.series import Block, Series


def series(*milliseconds: Sequence[float], cpu: float | None = None) -> Series:
    """A block for each sequence of latencies, asked one after the other."""
    return Series(
        tuple(Block(tuple(one / 1000 for one in block), sum(block) / 1000, generator_cpu=cpu) for block in milliseconds)
    )


@pytest.fixture
def measured() -> Measured:
    """A run in which our server takes 1.2 times as long as the bare encoder, and txtai's 4 times."""
    encoder, http = series([10, 10], [20, 20]), series([12, 12], [24, 24], cpu=0.001)
    txtai = series([40, 40], [80, 80], cpu=0.001)
    memory = Memory(rss=300.0, pss=250.0, processes=1)
    return Measured(
        closed={
            1: {ENCODER: encoder, ENGINE: series([11, 11], [21, 21]), HTTP: http, TXTAI: txtai},
            4: {ENCODER: encoder, HTTP: http},
            16: {ENCODER: encoder, HTTP: http, TXTAI: txtai},
        },
        open_loop=OpenLoop({CAPACITY: http, ARRIVING: series([10, 30], [10, 10])}, (50.0, 40.0), (0.001, 0.002)),
        repeated={FIRST: http, AGAIN: series([1, 1], [1, 1])},
        stages={"encode": (0.009, 0.009), "rank": (0.001, 0.001)},
        starts=(Start(2.0, memory), Start(4.0, memory), Start(2.5, memory)),
        after_load=Memory(rss=330.0, pss=None, processes=1),
        txtai=TxtaiMemory(9.0, memory, Memory(rss=1100.0, pss=None, processes=1)),
        ingest_seconds=20.0,
        seconds_from_nothing=None,
    )
