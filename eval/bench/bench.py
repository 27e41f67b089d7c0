"""What all scenarios share: the questions, the systems to ask, and the load generator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench.load.generator import Generator
from eval.bench.load.job import Job, Load
from eval.bench.plan import Plan
from eval.bench.series import Ask, Block
from eval.bench.server_pool import ServerPool
from eval.bench.servers import Server

OPEN_CONNECTIONS = 64

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """A run at work.

    Attributes:
        seed: of the arrivals.
        share: of the capacity with most callers, offered in the open loop.
        folder: scratch folder.
        warm_up: questions that are never timed.
        servers: ours.
        encoder: asks the bare encoder.
        engine: asks the engine in process.
    """

    plan: Plan
    seed: int
    share: float
    folder: Path
    generator: Generator
    servers: ServerPool
    warm_up: Sequence[str]
    encoder: Ask
    engine: Ask

    def caller_of(self, server: Server, callers: int) -> Ask:
        """Asks a server in the closed loop."""

        def ask(questions: Sequence[str]) -> Block:
            return block_of(self.generator.run(Job(server.port, _requests(server, questions), callers)))

        return ask

    def arrive(self, server: Server, questions: Sequence[str], arrivals: tuple[float, ...]) -> Load:
        """Asks a server in the open loop."""
        callers = min(OPEN_CONNECTIONS, len(questions))
        return self.generator.run(Job(server.port, _requests(server, questions), callers, arrivals))


def block_of(load: Load) -> Block:
    """A load as a turn."""
    return Block(load.latencies, load.seconds, load.errors, load.cpu)


def _requests(server: Server, questions: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(server.request, questions))
