"""What a run timed, before it is summed up."""

from collections.abc import Mapping
from dataclasses import dataclass

from eval.bench.processes import Memory
from eval.bench.series import Series

ENCODER = "bare encoder"
ENGINE = "engine in process"
HTTP = "HTTP"
WORKERS = "HTTP, a worker a core"
TXTAI = "txtai's server"
CAPACITY = "HTTP, its capacity"
ARRIVING = "HTTP, questions arriving"
FIRST = "HTTP, asked first"
AGAIN = "HTTP, asked again"


@dataclass(frozen=True, slots=True)
class OpenLoop:
    """The open loop.

    Attributes:
        series: `CAPACITY` and `ARRIVING`, in turn.
        rates: questions a second that were offered in each round.
        waits: seconds from when a question was due to when it was sent, for each question.
    """

    series: Mapping[str, Series]
    rates: tuple[float, ...]
    waits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """A start of our server: seconds until it was ready, and its memory then."""

    ready_seconds: float
    memory: Memory


@dataclass(frozen=True, slots=True)
class TxtaiMemory:
    """txtai's server: seconds until it was ready, its memory then and after the load."""

    ready_seconds: float
    at_start: Memory
    after_load: Memory


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was timed.

    Attributes:
        closed: number of callers to the series of each system, in turn.
        stages: stage of the engine to the seconds of each question.
        after_load: our server's memory after the scenario with most callers.
        ingest_seconds: `None` where it wasn't measured, as `seconds_from_nothing`.
    """

    closed: Mapping[int, Mapping[str, Series]]
    open_loop: OpenLoop
    repeated: Mapping[str, Series]
    stages: Mapping[str, tuple[float, ...]]
    starts: tuple[Start, ...]
    after_load: Memory
    txtai: TxtaiMemory | None
    ingest_seconds: float | None
    seconds_from_nothing: float | None
