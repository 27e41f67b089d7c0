"""What was timed: blocks of questions, asked of systems in turn."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from eval.bench.quantiles import Ratio, quantile, ratio_of_pairs

_REST_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Block:
    """One turn of one system.

    Attributes:
        latencies: seconds of each question that was answered.
        seconds: from the first question to the last answer.
        errors: what went wrong, and how often.
        generator_cpu: processor seconds that the load generator spent; `None` where there is none.
    """

    latencies: tuple[float, ...]
    seconds: float
    errors: Mapping[str, int] = field(default_factory=dict)
    generator_cpu: float | None = None

    @property
    def p50(self) -> float:
        """Median latency in seconds; 0 where nothing was answered."""
        return quantile(self.latencies, 0.5) if self.latencies else 0.0

    @property
    def throughput(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


Ask = Callable[[Sequence[str]], Block]


@dataclass(frozen=True, slots=True)
class Series:
    """All turns of one system."""

    blocks: tuple[Block, ...]

    @property
    def latencies(self) -> tuple[float, ...]:
        """Seconds of all questions that were answered."""
        return tuple(latency for block in self.blocks for latency in block.latencies)

    @property
    def seconds(self) -> float:
        """Seconds of all turns together."""
        return sum(block.seconds for block in self.blocks)

    @property
    def throughput(self) -> float:
        """Answers a second over all turns."""
        return len(self.latencies) / self.seconds

    @property
    def errors(self) -> dict[str, int]:
        """What went wrong in all turns."""
        return dict(sum((Counter(block.errors) for block in self.blocks), Counter()))

    @property
    def generator_cpu(self) -> float | None:
        """Processor seconds of the load generator over all turns."""
        spent = [block.generator_cpu for block in self.blocks if block.generator_cpu is not None]
        return sum(spent) if spent else None

    def latency(self, share: float) -> float | None:
        """A quantile of all latencies, in seconds; `None` where nothing was answered."""
        return quantile(self.latencies, share) if self.latencies else None

    def p50_ratio(self, other: "Series") -> Ratio | None:
        """Median latency by that of another system, turn by turn."""
        return ratio_of_pairs([block.p50 for block in self.blocks], [block.p50 for block in other.blocks])

    def throughput_ratio(self, other: "Series") -> Ratio | None:
        """Throughput by that of another system, turn by turn."""
        return ratio_of_pairs([block.throughput for block in self.blocks], [block.throughput for block in other.blocks])


def in_turn(systems: Mapping[str, Ask], questions: Sequence[str], size: int) -> dict[str, Series]:
    """Ask the same questions of all systems, block by block, so that all see the same moods of the machine.

    Args:
        size: questions a block; what is left over at the end isn't asked, so that blocks are alike.
    """
    turns: dict[str, list[Block]] = {name: [] for name in systems}
    for block in blocks(questions, size):
        for name, ask in systems.items():
            turns[name].append(ask(block))
            rest()
    return {name: Series(tuple(blocks)) for name, blocks in turns.items()}


def blocks(questions: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Whole blocks of questions; one short block where there are fewer questions than a block holds."""
    size = min(size, len(questions))
    for start in range(0, len(questions) - size + 1, size):
        yield questions[start : start + size]


def rest() -> None:
    """Let the threads of the system that was just asked fall asleep before the next one is timed."""
    time.sleep(_REST_SECONDS)
