"""Closed loop: each caller asks when it has its answer. Open loop: questions arrive whether or not others are done.

In the open loop latency counts from when a question was due. Counted from when it was sent, a server that stalls would
delay the questions that would have shown it (coordinated omission; Gil Tene, "How NOT to Measure Latency", 2013).
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from eval.bench.load.connection import Connection
from eval.bench.load.job import Job, Load

_REFUSALS = (429, 503)


@dataclass(slots=True)
class _Tally:
    latencies: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    refusals: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


async def run_job(job: Job) -> Load:
    """Send all requests of a job.

    Raises:
        OSError: nothing listens on the port.
    """
    tally = _Tally()
    async with _connections(job) as connections:
        began, cpu = time.perf_counter(), time.process_time()
        try:
            async with asyncio.timeout(job.within):
                await (_open if job.arrivals else _closed)(job, connections, tally, began)
        except TimeoutError:
            missing = len(job.requests) - len(tally.latencies) - tally.errors.total()
            tally.errors[f"no answer within {job.within:.0f} s"] = missing
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return Load(tuple(tally.latencies), tuple(tally.waits), tuple(tally.refusals), dict(tally.errors), seconds, cpu)


async def _closed(job: Job, connections: list[Connection], tally: _Tally, _: float) -> None:
    requests = iter(job.requests)

    async def caller(connection: Connection, requests: Iterator[str]) -> None:
        for request in requests:
            connection = await _usable(connection, job.port)
            await _ask(connection, request, time.perf_counter(), tally)

    await asyncio.gather(*(caller(connection, requests) for connection in connections))


async def _open(job: Job, connections: list[Connection], tally: _Tally, began: float) -> None:
    free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for connection in connections:
        free.put_nowait(connection)

    async def arrive(request: str, due: float) -> None:
        connection = await _usable(await free.get(), job.port)
        tally.waits.append(time.perf_counter() - due)
        try:
            await _ask(connection, request, due, tally)
        finally:
            free.put_nowait(connection)

    async with asyncio.TaskGroup() as group:
        for request, arrival in zip(job.requests, job.arrivals, strict=True):
            await asyncio.sleep(max(began + arrival - time.perf_counter(), 0))
            group.create_task(arrive(request, began + arrival))


async def _ask(connection: Connection, request: str, since: float, tally: _Tally) -> None:
    try:
        reply = await connection.ask(request.encode("ascii"))
    except ConnectionError:
        connection.close()
        tally.errors["lost connection"] += 1
        return
    if reply.status == 200:
        tally.latencies.append(reply.at - since)
        return
    tally.errors[f"status {reply.status}"] += 1
    if reply.status in _REFUSALS and reply.says_when:
        tally.refusals.append(reply.at - since)


async def _usable(connection: Connection, port: int) -> Connection:
    """The connection, or a new one in its place where the server has closed it."""
    return connection if connection.is_open else await Connection.to(port)


@asynccontextmanager
async def _connections(job: Job) -> AsyncIterator[list[Connection]]:
    connections = [await Connection.to(job.port) for _ in range(job.callers)]
    try:
        yield connections
    finally:
        for connection in connections:
            connection.close()
