"""Load for a long time while builds come and go: no error, no growing memory, no growing tail."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from statistics import mean

import psutil

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

_MINUTES = 10.0
_SHARE = 0.7
_SECONDS_BETWEEN_BUILDS = 20.0
_LEAST_BUILDS = 6
_CONNECTIONS = 64
_SAMPLES_A_SECOND = 4


def soak(options: Options) -> RowResult:
    """Offer 70 % of the capacity, and publish the other of two builds again and again.

    Raises:
        DovidnykError: the server can't be used.
    """
    seconds = 60 * (_MINUTES if options.minutes is None else options.minutes)
    count = max(_LEAST_BUILDS, round(seconds / _SECONDS_BETWEEN_BUILDS))
    folders = own_folders(options)
    requests = Requests(folders)
    with service(folders.var, options.scratch / "log", cache="2048") as server, load_generator() as generator:
        server.start()
        capacity = capacity_of(server, generator, requests)
        rate = _SHARE * capacity
        options.say(f"capacity {capacity:.1f} a second; {seconds:.0f} s at {rate:.1f} a second, {count} builds")
        turns, served = [], []
        with _memory_of(server) as memory:
            for turn, build in zip(range(count), cycle(reversed(folders.builds)), strict=False):
                folders.publish(build)
                turns.append(_turn(server, generator, requests, rate, seconds / count, options.seed + turn))
                served.append((server.health() or {}).get("index") == build)
    errors = {kind: number for turn in turns for kind, number in turn.errors.items()}
    found = [f"{kind}, while a build was taken up" for kind in errors]
    found += [] if all(served) else [f"{served.count(False)} published builds weren't taken up in their turn"]
    return row_result("soak", _figures(capacity, rate, turns, memory) | {"swaps": served.count(True)}, found)


def _turn(server: Service, generator: Generator, requests: Requests, rate: float, seconds: float, seed: int) -> Load:
    """The load until the next build is published."""
    arrivals = tuple(due for due in poisson_schedule(rate, int(rate * seconds * 2) + 1, seed) if due < seconds)
    return generator.run(Job(server.port, requests.take(len(arrivals)), _CONNECTIONS, arrivals, within=seconds + 30))


def _figures(
    capacity: float, rate: float, turns: Sequence[Load], memory: Sequence[float]
) -> dict[str, float | str | None]:
    third = len(turns) // 3
    first, last = (_latencies(part) for part in (turns[:third], turns[-third:]))
    fifth = max(1, len(memory) // 5)
    warm = memory[fifth:]  # what the first fifth fills, caches above all, is no growth
    fifth = max(1, len(warm) // 5)
    before, after = mean(warm[:fifth]), mean(warm[-fifth:])
    latencies = _latencies(turns)
    return {
        "requests": len(latencies),
        "errors": sum(sum(turn.errors.values()) for turn in turns),
        "capacity": capacity,
        "offered": rate,
        "p50_ms": quantile(latencies, 0.5) * 1000,
        "p99_ms": quantile(latencies, 0.99) * 1000,
        "p99_first_third_ms": quantile(first, 0.99) * 1000,
        "p99_last_third_ms": quantile(last, 0.99) * 1000,
        "p99_drift": quantile(last, 0.99) / quantile(first, 0.99),
        "memory_first_mb": before / 1e6,
        "memory_last_mb": after / 1e6,
        "memory_most_mb": max(memory) / 1e6,
        "memory_growth": after / before - 1,
    }


def _latencies(turns: Sequence[Load]) -> list[float]:
    return [one for turn in turns for one in turn.latencies]


@contextmanager
def _memory_of(server: Service) -> Iterator[list[float]]:
    """Resident memory of a server's process, sampled until done."""
    samples: list[float] = []
    stopped = threading.Event()
    process = psutil.Process(server.process.pid)

    def sample() -> None:
        while not stopped.wait(1 / _SAMPLES_A_SECOND):
            samples.append(process.memory_info().rss)

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        stopped.set()
        thread.join()
        samples.append(process.memory_info().rss)
