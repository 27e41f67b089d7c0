"""How much a server can answer."""

from eval.bench.load.generator import Generator
from eval.bench.load.job import Job
from eval.faults.questions import Requests
from eval.faults.service import Service

_CALLERS = 16
_WARM_UP = 32
_QUESTIONS = 320


def capacity_of(server: Service, generator: Generator, requests: Requests) -> float:
    """Answers a second to sixteen callers, none of whom asks what was asked before."""
    generator.run(Job(server.port, requests.take(_WARM_UP), _CALLERS))
    load = generator.run(Job(server.port, requests.take(_QUESTIONS), _CALLERS))
    return len(load.latencies) / load.seconds
