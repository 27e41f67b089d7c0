"""A run summed up: rows of figures, and the bars. Times in milliseconds, rates a second, memory in megabytes."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from eval.bench.bars import Judged, judge_all, read_bars
from eval.bench.measured import AGAIN, ARRIVING, CAPACITY, ENCODER, FIRST, HTTP, TXTAI, Measured
from eval.bench.processes import Memory
from eval.bench.quantiles import Ratio, quantile
from eval.bench.scenarios import MOST_CALLERS
from eval.bench.series import Series
from eval.bench.txtai_server import HOW_TO_GET_IT

_P99 = 0.99


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Row(_Frozen):
    """What one system did in one scenario.

    Attributes:
        errors: what went wrong, and how often.
        generator_cpu_seconds: processor time of the load generator; `None` where there is none.
        generator_share: that time by the time that the scenario took, of one core.
        p50_ratios, throughput_ratios: this system's by another's of the same scenario, turn by turn.
    """

    scenario: str
    system: str
    answered: int
    p50_ms: float | None
    p99_ms: float | None
    per_second: float
    errors: dict[str, int]
    generator_cpu_seconds: float | None
    generator_share: float | None
    p50_ratios: dict[str, Ratio] = {}
    throughput_ratios: dict[str, Ratio] = {}


class Stage(_Frozen):
    """A stage of the engine: its median, and its share of all stages' time."""

    name: str
    p50_ms: float
    p99_ms: float
    share: float


class OpenLoopFigures(_Frozen):
    """The open loop.

    Attributes:
        per_second: median rate that was offered.
        wait_p99_ms: by how much questions left after they were due.
    """

    share: float
    per_second: float
    p99_to_p50: float | None
    wait_p99_ms: float


class StartFigures(_Frozen):
    """Starts of a server: median seconds until it was ready, memory then and after the load with most callers."""

    server: str
    starts: int
    ready_seconds: float
    at_start: Memory
    after_load: Memory


class Results(_Frozen):
    """A whole run.

    Attributes:
        setting: what the run depends on: machine, versions, seed, sizes.
        notes: what wasn't measured, and why.
    """

    setting: dict[str, Any]
    bars: tuple[Judged, ...]
    rows: tuple[Row, ...]
    stages: tuple[Stage, ...]
    open_loop: OpenLoopFigures
    starts: tuple[StartFigures, ...]
    ingest_seconds: float | None
    seconds_from_nothing: float | None
    notes: tuple[str, ...]


def sum_up(measured: Measured, share: float, setting: dict[str, Any]) -> Results:
    """The figures of a run.

    Args:
        share: of the capacity, that was offered in the open loop.
    """
    opened = _open_loop(measured, share)
    starts = _starts(measured)
    return Results(
        setting=setting,
        bars=judge_all(read_bars(), figures(measured, opened, starts)),
        rows=_rows(measured, share),
        stages=_stages(measured.stages),
        open_loop=opened,
        starts=starts,
        ingest_seconds=measured.ingest_seconds,
        seconds_from_nothing=measured.seconds_from_nothing,
        notes=_notes(measured),
    )


def figures(measured: Measured, opened: OpenLoopFigures, starts: tuple[StartFigures, ...]) -> dict[str, float | None]:
    """The figures that bars are set for; `None` for what wasn't measured."""
    one, most = measured.closed[1], measured.closed[MOST_CALLERS]
    ours, theirs = starts[0], starts[1] if len(starts) > 1 else None
    return {
        "http_p50_to_encoder": _value(one[HTTP].p50_ratio(one[ENCODER])),
        "throughput_to_encoder": _value(most[HTTP].throughput_ratio(most[ENCODER])),
        "open_p99_to_p50": opened.p99_to_p50,
        "repeated_p50_ms": _milliseconds(measured.repeated[AGAIN].latency(0.5)),
        "p50_to_txtai": _value(one[HTTP].p50_ratio(one[TXTAI])) if TXTAI in one else None,
        "throughput_to_txtai": _value(most[HTTP].throughput_ratio(most[TXTAI])) if TXTAI in most else None,
        "memory_to_txtai": ours.after_load.rss / theirs.after_load.rss if theirs else None,
        "ready_seconds": ours.ready_seconds,
        "worker_megabytes": ours.after_load.rss,
        "ingest_seconds": measured.ingest_seconds,
        "seconds_from_nothing": measured.seconds_from_nothing,
    }


def _rows(measured: Measured, share: float) -> tuple[Row, ...]:
    rows = []
    for callers, series in measured.closed.items():
        scenario = f"{callers} callers" if callers > 1 else "1 caller"
        rows += [
            _row(scenario, name, one, series, () if name == ENCODER else (ENCODER, HTTP, TXTAI))
            for name, one in series.items()
        ]
    opened = measured.open_loop.series
    rows.append(_row(f"{MOST_CALLERS} callers", CAPACITY, opened[CAPACITY], {}, ()))
    rows.append(_row(f"open loop, {share:.0%}", ARRIVING, opened[ARRIVING], opened, (CAPACITY,)))
    rows += [_row("1 caller", name, measured.repeated[name], measured.repeated, (FIRST,)) for name in (FIRST, AGAIN)]
    return tuple(rows)


def _row(scenario: str, system: str, series: Series, others: Mapping[str, Series], against: tuple[str, ...]) -> Row:
    compared = {name: others[name] for name in against if name in others and name != system}
    cpu = series.generator_cpu
    p50s = {name: series.p50_ratio(other) for name, other in compared.items()}
    throughputs = {name: series.throughput_ratio(other) for name, other in compared.items()}
    return Row(
        scenario=scenario,
        system=system,
        answered=len(series.latencies),
        p50_ms=_milliseconds(series.latency(0.5)),
        p99_ms=_milliseconds(series.latency(_P99)),
        per_second=series.throughput,
        errors=series.errors,
        generator_cpu_seconds=cpu,
        generator_share=None if cpu is None else cpu / series.seconds,
        p50_ratios={name: ratio for name, ratio in p50s.items() if ratio},
        throughput_ratios={name: ratio for name, ratio in throughputs.items() if ratio},
    )


def _stages(stages: Mapping[str, tuple[float, ...]]) -> tuple[Stage, ...]:
    total = sum(map(sum, stages.values()))
    return tuple(
        Stage(
            name=name,
            p50_ms=quantile(seconds, 0.5) * 1000,
            p99_ms=quantile(seconds, _P99) * 1000,
            share=sum(seconds) / total,
        )
        for name, seconds in stages.items()
    )


def _open_loop(measured: Measured, share: float) -> OpenLoopFigures:
    arriving, opened = measured.open_loop.series[ARRIVING], measured.open_loop
    median, many = arriving.latency(0.5), arriving.latency(_P99)
    return OpenLoopFigures(
        share=share,
        per_second=quantile(opened.rates, 0.5),
        p99_to_p50=many / median if median and many else None,
        wait_p99_ms=quantile(opened.waits, _P99) * 1000,
    )


def _starts(measured: Measured) -> tuple[StartFigures, ...]:
    """Ours first, then txtai's where it was measured."""
    starts = measured.starts
    middle = sorted(starts, key=lambda start: start.memory.rss)[len(starts) // 2]
    ours = StartFigures(
        server="dovidnyk",
        starts=len(starts),
        ready_seconds=quantile([start.ready_seconds for start in starts], 0.5),
        at_start=middle.memory,
        after_load=measured.after_load,
    )
    if measured.txtai is None:
        return (ours,)
    theirs = measured.txtai
    return (
        ours,
        StartFigures(
            server=TXTAI,
            starts=1,
            ready_seconds=theirs.ready_seconds,
            at_start=theirs.at_start,
            after_load=theirs.after_load,
        ),
    )


def _notes(measured: Measured) -> tuple[str, ...]:
    notes = {
        f"{TXTAI}: not measured; to measure it: {HOW_TO_GET_IT}": measured.txtai is None,
        "ingest, encoder prepared: not measured by --quick": measured.ingest_seconds is None,
        "ingest from nothing: not measured; to measure it: --from-nothing": measured.seconds_from_nothing is None,
    }
    return tuple(note for note, missing in notes.items() if missing)


def _value(ratio: Ratio | None) -> float | None:
    return ratio.value if ratio else None


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000
