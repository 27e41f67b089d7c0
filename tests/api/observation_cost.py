"""Prints what counting and logging a search cost, in microseconds of the processor; logs go to standard error.

The least of several rounds is taken, so that what else the machine does counts little.
"""

import asyncio
import time

from starlette.responses import Response
from starlette.types import Message, Scope

from api.logs import configure_logs
from api.metrics import STAGES, Metrics
from api.observation import ObservationMiddleware

_ROUNDS = 12
_REQUESTS = 300
_TIMES = dict.fromkeys(STAGES, 0.001)


async def _receive() -> Message:
    return {"type": "http.request"}


async def _send(message: Message) -> None:
    pass


async def _seconds(app: Response | ObservationMiddleware, metrics: Metrics | None) -> float:
    start = time.process_time()
    for _ in range(_REQUESTS):
        scope: Scope = {"type": "http", "method": "POST", "path": "/v1/search", "headers": [], "request_id": "r1"}
        await app(scope, _receive, _send)
        if metrics is not None:
            metrics.count_search("answered", ("spelling",), "")
            metrics.count_cache(hit=False)
            metrics.time_stages(_TIMES)
    return (time.process_time() - start) / _REQUESTS


def main() -> None:
    """Measure with the default form and with JSON; print the dearer one."""
    bare, metrics = Response("text"), Metrics()
    observed = ObservationMiddleware(bare, metrics=metrics, queue_length=lambda: 0)
    costs = []
    for form in ("console", "json"):
        configure_logs("info", form)
        rounds = [asyncio.run(_seconds(observed, metrics)) - asyncio.run(_seconds(bare, None)) for _ in range(_ROUNDS)]
        costs.append(min(rounds) * 1e6)
    print(f"{max(costs):.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
