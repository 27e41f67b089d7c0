"""A run's charts as geometry, in the form that the reports' template draws."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.bench.measured import AGAIN, ARRIVING, CAPACITY, ENCODER, ENGINE, FIRST, HTTP, TXTAI, WORKERS, Measured
from eval.bench.scenarios import MOST_CALLERS
from eval.bench.series import Series
from eval.report.charts import Chart, Tick, x, y

STYLES = {
    ENCODER: "ideal",
    ENGINE: "engine",
    HTTP: "main",
    WORKERS: "workers",
    TXTAI: "other",
    CAPACITY: "other",
    ARRIVING: "main",
    FIRST: "other",
    AGAIN: "main",
}
_SHARES = (0.0, 0.5, 0.9, 0.99)
_LAST_SHARE = 0.999
_STEPS = (1, 2, 2.5, 5, 10)
_MOST_TICKS = 6
_ROOM = 1.1


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart and its legend: the style of each system's line."""

    chart: Chart
    legend: tuple[tuple[str, str], ...]


def drawings(measured: Measured) -> tuple[Drawing, ...]:
    """All charts of a run."""
    one, most = measured.closed[1], measured.closed[MOST_CALLERS]
    return (
        percentiles("Latency by percentile, one caller", one),
        turns("Median latency turn by turn, one caller", "ms", {n: _medians(s) for n, s in one.items()}),
        turns(
            f"Throughput turn by turn, {MOST_CALLERS} callers",
            "answers a second",
            {name: [block.throughput for block in series.blocks] for name, series in most.items()},
        ),
        percentiles(
            "Open loop: latency by percentile, from when a question was due",
            {ARRIVING: measured.open_loop.series[ARRIVING]},
        ),
        percentiles("Asked first and asked again: latency by percentile", measured.repeated),
    )


def percentiles(title: str, series: Mapping[str, Series]) -> Drawing:
    """Latency (ms) by percentile; the axis is stretched towards the tail, each 9 of a percentile as wide."""
    lines = {
        name: _by_rank([latency * 1000 for latency in one.latencies]) for name, one in series.items() if one.latencies
    }
    ticks = tuple(Tick(x(_tail(share)), f"p{share * 100:g}") for share in _SHARES)
    return _drawing(title, "percentile", "ms", ticks, lines)


def turns(title: str, unit: str, figures: Mapping[str, Sequence[float]]) -> Drawing:
    """A figure of each turn, in order."""
    count = max(map(len, figures.values()))
    lines = {
        name: [((place + 0.5) / count, value) for place, value in enumerate(values)] for name, values in figures.items()
    }
    every = math.ceil(count / 10)
    ticks = tuple(Tick(x((place + 0.5) / count), str(place + 1)) for place in range(0, count, every))
    return _drawing(title, "turn", unit, ticks, lines)


def nice_ticks(top: float) -> tuple[float, ...]:
    """At most seven round values from 0 to `top`, above 0."""
    rough = top / _MOST_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * (1 - 1e-9))
    return tuple(index * step for index in range(int(top / step + 1e-9) + 1))


def _drawing(
    title: str,
    x_label: str,
    y_label: str,
    x_ticks: tuple[Tick, ...],
    lines: Mapping[str, Sequence[tuple[float, float]]],
) -> Drawing:
    top = max((value for points in lines.values() for _, value in points), default=1.0) * _ROOM
    drawn = tuple(
        (STYLES[name], " ".join(f"{x(place):.1f},{y(value, top):.1f}" for place, value in points))
        for name, points in lines.items()
    )
    y_ticks = tuple(Tick(y(value, top), f"{value:g}") for value in nice_ticks(top))
    chart = Chart(title=title, x_label=x_label, y_label=y_label, x_ticks=x_ticks, y_ticks=y_ticks, lines=drawn)
    return Drawing(chart, tuple((name, STYLES[name]) for name in lines))


def _medians(series: Series) -> list[float]:
    return [block.p50 * 1000 for block in series.blocks]


def _tail(share: float) -> float:
    """Where a percentile stands: equal steps from p0 to p90, to p99 and to p99.9."""
    return min(-math.log10(1 - share), 3.0) / 3.0


def _by_rank(values: Sequence[float]) -> list[tuple[float, float]]:
    """Each value where the percentile stands that it is of its kind."""
    count = len(values)
    return [(_tail(rank / count), value) for rank, value in enumerate(sorted(values)) if rank / count <= _LAST_SHARE]
