"""What the load generator is told, and what it tells: a line of JSON each way."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """Requests to send to a server on the loopback.

    Attributes:
        requests: each a whole HTTP/1.1 request in ASCII.
        callers: connections. In the closed loop each sends its next request when it has its answer.
        arrivals: for the open loop, when each request is due, in seconds from the start; empty for the closed loop.
        within: seconds after which what has no answer is given up.
    """

    port: int
    requests: tuple[str, ...]
    callers: int
    arrivals: tuple[float, ...] = ()
    within: float = 60.0

    def as_object(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Job":
        """From JSON."""
        return cls(**data | {"requests": tuple(data["requests"]), "arrivals": tuple(data["arrivals"])})


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a job.

    Attributes:
        latencies: seconds of each answer with status 200: from sending in the closed loop, from when the request was
            due in the open loop, whether or not a connection was free then.
        waits: open loop: seconds from when each request was due to when it was sent.
        refusals: seconds of each answer with status 429 or 503 that says when to come again, counted as `latencies`.
        errors: count by kind: a status other than 200 (refusals among them), a lost connection, no answer in time.
        seconds: from the first request to the last answer.
        cpu: processor seconds that sending and receiving took.
    """

    latencies: tuple[float, ...]
    waits: tuple[float, ...]
    refusals: tuple[float, ...]
    errors: dict[str, int]
    seconds: float
    cpu: float

    def as_object(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @property
    def lost(self) -> int:
        """How many requests had neither an answer nor a refusal."""
        return sum(self.errors.values()) - len(self.refusals)

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Load":
        """From JSON."""
        return cls(**data | {name: tuple(data[name]) for name in ("latencies", "waits", "refusals")})
