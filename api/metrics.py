"""What the service counts: no label holds anything that a reader wrote, and each has few values.

Within one process the numbers are its own. Where `PROMETHEUS_MULTIPROC_DIR` names a folder when the process starts
(api/metrics_folder.py), all workers write there, and each of them can report the sum.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from api.metrics_folder import VARIABLE, drop_ended_processes
from search.manifest import Manifest
from search.response import Outcome, RepairKind

STAGES = ("normalise", "encode", "retrieve", "rank", "answer", "respond", "json")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_STAGE_SECONDS = (0.0001, 0.00025, *_SECONDS[:10])


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which nobody reads
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "dovidnyk_requests",
            "Requests by method, route template, status and partner",
            ("method", "route", "status", "partner"),
            registry=registry,
        )
        self._request_seconds = Histogram(
            "dovidnyk_request_seconds", "Time of a request", ("route",), buckets=_SECONDS, registry=registry
        )
        self._searches = Counter(
            "dovidnyk_searches", "Questions by outcome and partner", ("outcome", "partner"), registry=registry
        )
        self._repairs = Counter("dovidnyk_repairs", "What was done to questions", ("kind",), registry=registry)
        self._stage_seconds = Histogram(
            "dovidnyk_stage_seconds",
            "Time of a stage of a search",
            ("stage",),
            buckets=_STAGE_SECONDS,
            registry=registry,
        )
        self._stages = {stage: self._stage_seconds.labels(stage) for stage in STAGES}
        self._cache = Counter(
            "dovidnyk_cache", "Questions found in the cache of responses, or not", ("result",), registry=registry
        )
        self._passages_away = Counter(
            "dovidnyk_passages_away",
            "Requests that failed because what keeps the passages didn't answer",
            registry=registry,
        )
        self._queue = Gauge(
            "dovidnyk_queue_length", "Searches that wait for a thread", registry=registry, multiprocess_mode="livesum"
        )
        self._queue_length = 0
        self._requests_by = cache(self._requests.labels)  # looking them up costs more than counting
        self._request_seconds_by = cache(self._request_seconds.labels)

    def count_request(self, method: str, route: str, status: int, partner: str, seconds: float) -> None:
        """Count a request that was answered.

        Args:
            route: a template such as `/guide/{section_id}`, never an address as it was sent.
        """
        method = method if method in METHODS else "other"
        self._requests_by(method, route, status, partner).inc()
        self._request_seconds_by(route).observe(seconds)

    def count_search(self, outcome: Outcome, repairs: Iterable[RepairKind], partner: str) -> None:
        """Count a question that was answered, from the cache or not."""
        self._searches.labels(outcome, partner).inc()
        for kind in repairs:
            self._repairs.labels(kind).inc()

    def count_cache(self, *, hit: bool) -> None:
        """Count a look into the cache of responses."""
        self._cache.labels("hit" if hit else "miss").inc()

    def count_passages_away(self) -> None:
        """Count a request that failed because what keeps the passages didn't answer."""
        self._passages_away.inc()

    def time_stages(self, seconds: Mapping[str, float]) -> None:
        """Take up the times of a search's stages."""
        for stage, taken in seconds.items():
            self._stages[stage].observe(taken)

    def set_queue_length(self, length: int) -> None:
        """How many searches of this process wait."""
        if length != self._queue_length:
            self._queue_length = length
            self._queue.set(length)

    def exposition(self, manifest: Manifest | None) -> bytes:
        """All of it in Prometheus' text format, with the age of the index that this process serves.

        Args:
            manifest: of the index; `None` where there is none.
        """
        return self._counted() + generate_latest(_registry_of(_IndexCollector(manifest)))

    def _counted(self) -> bytes:
        folder = os.environ.get(VARIABLE)
        if not folder:
            return generate_latest(self._registry)
        drop_ended_processes(folder)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


class _IndexCollector(Collector):
    """Which index is served, and how old it is, as of now."""

    def __init__(self, manifest: Manifest | None) -> None:
        self._manifest = manifest

    def collect(self) -> Iterator[Metric]:
        manifest = self._manifest
        yield GaugeMetricFamily("dovidnyk_index_loaded", "1 if an index is loaded", value=float(manifest is not None))
        if manifest is None:
            return
        about = {"index": manifest.build, "encoder": manifest.encoder.id, "contents_as_of": manifest.contents_as_of}
        yield InfoMetricFamily("dovidnyk_index", "The index that is served", value=about)
        age = (datetime.now(UTC) - manifest.created).total_seconds()
        yield GaugeMetricFamily("dovidnyk_index_age_seconds", "Time since the index was built", value=age)


def _registry_of(collector: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)
    return registry
