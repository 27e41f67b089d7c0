"""How much is measured: all loops are bounded by these numbers."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes of a run. No server is asked a question twice unless the scenario says so: nothing is remembered.

    Attributes:
        pool: questions that are drawn; a new server is started where a server was asked so many.
        warm_up: some of them, asked of every system before anything is timed; never timed themselves.
        questions: questions of each closed-loop scenario.
        block: questions a turn with one caller.
        crowd_block: questions a turn with several callers; long against the number of callers, so that the ends of a
            turn, where callers have nothing left to ask, weigh little.
        open_rounds: times that the capacity is measured and then a share of it offered, in turn.
        capacity: questions that measure the capacity in each round.
        arrivals: questions that arrive in each round.
        repeated: questions that are asked once, and then again.
        again: how often each is asked again.
        starts: times at least that the server is started.
        workers: whether a server with a worker of one thread for each core is compared with one worker on all cores.
        ingest: whether the time of an ingest is measured.
    """

    pool: int
    warm_up: int
    questions: int
    block: int
    crowd_block: int
    open_rounds: int
    capacity: int
    arrivals: int
    repeated: int
    again: int
    starts: int
    workers: bool
    ingest: bool

    def limited_to(self, questions: int) -> "Plan":
        """The same with no more than so many questions a scenario."""
        return replace(self, questions=min(self.questions, questions), repeated=min(self.repeated, questions))


FULL = Plan(
    pool=940,
    warm_up=16,
    questions=480,
    block=32,
    crowd_block=80,
    open_rounds=8,
    capacity=80,
    arrivals=150,
    repeated=160,
    again=3,
    starts=5,
    workers=True,
    ingest=True,
)
QUICK = Plan(
    pool=488,
    warm_up=8,
    questions=64,
    block=16,
    crowd_block=32,
    open_rounds=2,
    capacity=32,
    arrivals=48,
    repeated=32,
    again=2,
    starts=2,
    workers=False,
    ingest=False,
)
