"""Ten times what the service can answer: what it takes it answers, the rest it refuses at once, and then it is well."""

import time

from eval.bench.load.generator import Generator, load_generator
from eval.bench.load.job import Job, Load
from eval.bench.load.schedule import poisson_schedule
from eval.bench.quantiles import quantile
from eval.faults.folders import own_folders
from eval.faults.load import capacity_of
from eval.faults.options import Options
from eval.faults.questions import Requests
from eval.faults.result import RowResult, row_result
from eval.faults.service import Service, service

_MINUTES = 1.0
_TIMES_CAPACITY = 10
_CONNECTIONS = 400
_NORMAL = 1.5
_BLOCK = 20
_NORMAL_WITHIN_SECONDS = 60.0


def overload(options: Options) -> RowResult:
    """Offer ten times the capacity in the open loop, then ask one by one until answers come as fast as before.

    Raises:
        DovidnykError: the server can't be used.
    """
    seconds = 60 * (_MINUTES if options.minutes is None else options.minutes)
    folders = own_folders(options)
    requests = Requests(folders)
    with service(folders.var, options.scratch / "log", cache="2048") as server, load_generator() as generator:
        server.start()
        capacity = capacity_of(server, generator, requests)
        rate = _TIMES_CAPACITY * capacity
        before = _p50(server, generator, requests, 3 * _BLOCK)
        options.say(f"capacity {capacity:.1f} a second; {seconds:.0f} s at {rate:.0f} a second")
        arrivals = tuple(due for due in poisson_schedule(rate, int(rate * seconds), options.seed) if due < seconds)
        job = Job(server.port, requests.take(len(arrivals)), _CONNECTIONS, arrivals, within=seconds + 60)
        load = generator.run(job)
        normal_after, after = _normal_after(server, generator, requests, before)
    figures = _figures(load) | {
        "capacity": capacity,
        "offered": rate,
        "p50_before_ms": before * 1000,
        "p50_after_ms": after * 1000,
        "normal_after_seconds": normal_after,
    }
    found = [f"{count} × {kind}" for kind, count in load.errors.items() if not kind.startswith("status 503")]
    return row_result("overload", figures, found)


def _figures(load: Load) -> dict[str, float | str | None]:
    return {
        "requests": len(load.latencies) + sum(load.errors.values()),
        "answered": len(load.latencies),
        "refused": len(load.refusals),
        "lost": load.lost,
        "answered_a_second": len(load.latencies) / load.seconds,
        "answer_p50_ms": _milliseconds(load.latencies, 0.5),
        "answer_p99_ms": _milliseconds(load.latencies, 0.99),
        "refusal_p50_ms": _milliseconds(load.refusals, 0.5),
        "refusal_p99_ms": _milliseconds(load.refusals, 0.99),
        "sent_late_p99_ms": _milliseconds(load.waits, 0.99),
        "generator_share": load.cpu / load.seconds,
    }


def _milliseconds(seconds: tuple[float, ...], share: float) -> float | None:
    return quantile(seconds, share) * 1000 if seconds else None


def _normal_after(
    server: Service, generator: Generator, requests: Requests, before: float
) -> tuple[float | None, float]:
    """Seconds until the first block of questions with a p50 near that before, and that p50."""
    began = time.perf_counter()
    while True:
        seconds = time.perf_counter() - began
        now = _p50(server, generator, requests, _BLOCK)
        if now <= _NORMAL * before:
            return seconds, now
        if seconds > _NORMAL_WITHIN_SECONDS:
            return None, now


def _p50(server: Service, generator: Generator, requests: Requests, count: int) -> float:
    load = generator.run(Job(server.port, requests.take(count), callers=1))
    return quantile(load.latencies, 0.5) if load.latencies else float("inf")
