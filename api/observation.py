"""One log line and the counts of each request: route template, status and time, nothing that the reader sent."""

import logging
import time
from collections.abc import Callable

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import LOGGER, log_event
from api.metrics import METHODS, Metrics
from api.request_id import request_id_of
from search.response import Outcome, RepairKind, SearchResponse
from search.timings import Timings

NO_ROUTE = "none"
_QUIET_ROUTES = ("/health/", "/metrics")
_NOT_SENT = 499
"""Status in logs and metrics of a request whose caller went away before an answer began; as nginx has it."""


class ObservationMiddleware:
    """Counts and logs every request when it ends. Health checks and scrapes are logged at `debug`."""

    def __init__(self, app: ASGIApp, metrics: Metrics, queue_length: Callable[[], int]) -> None:
        self.app = app
        self._metrics = metrics
        self._queue_length = queue_length
        self._logger = logging.getLogger(LOGGER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = time.perf_counter(), _NOT_SENT

        async def observed_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._metrics.set_queue_length(self._queue_length())
        try:
            await self.app(scope, receive, observed_send)
        finally:
            self._record(scope, status, time.perf_counter() - start)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route, partner = route_template(scope), str(scope.get("partner", ""))
        self._metrics.count_request(scope["method"], route, status, partner, seconds)
        self._metrics.set_queue_length(self._queue_length())
        level = logging.DEBUG if route.startswith(_QUIET_ROUTES) and status < 400 else logging.INFO
        if self._logger.isEnabledFor(level):
            log_event(
                level,
                "request",
                request_id=request_id_of(scope),
                method=scope["method"] if scope["method"] in METHODS else "other",
                route=route,
                status=status,
                ms=round(seconds * 1000, 2),
                partner=partner,
                **({"outcome": scope["outcome"]} if "outcome" in scope else {}),
            )


def route_template(scope: Scope) -> str:
    """The address of the route that took a request, with names for what varies; `none` where no route did."""
    route = scope.get("route")
    if route is not None:
        return str(route.path)
    return "/assets" if scope["path"].startswith("/assets/") else NO_ROUTE


def observe_search(request: Request, outcome: Outcome, repairs: tuple[RepairKind, ...]) -> None:
    """Count an answered question, and have its outcome logged with its request."""
    metrics: Metrics = request.app.state.metrics
    request.scope["outcome"] = outcome
    metrics.count_search(outcome, repairs, str(request.scope.get("partner", "")))


def observe_cache(request: Request, *, hit: bool) -> None:
    """Count a look into the cache of responses."""
    metrics: Metrics = request.app.state.metrics
    metrics.count_cache(hit=hit)


def observe_stages(request: Request, timings: Timings) -> None:
    """Take up the times of a search that was really run."""
    metrics: Metrics = request.app.state.metrics
    metrics.time_stages(timings.seconds)


def repair_kinds(response: SearchResponse) -> tuple[RepairKind, ...]:
    """What was done to a question."""
    return tuple(repair.kind for repair in response.repairs)
