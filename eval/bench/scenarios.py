"""The scenarios: each asks our server what it wasn't asked before, and asks in turn what is compared."""

from collections.abc import Mapping, Sequence

from eval.bench.bench import Bench, block_of
from eval.bench.load.schedule import poisson_schedule
from eval.bench.measured import AGAIN, ARRIVING, CAPACITY, ENCODER, ENGINE, FIRST, HTTP, OpenLoop
from eval.bench.processes import Memory
from eval.bench.series import Ask, Block, Series, in_turn, rest
from eval.bench.servers import Server
from search.errors import DovidnykError

MOST_CALLERS = 16


def closed_loop(bench: Bench, callers: int, others: Mapping[str, Server]) -> tuple[dict[str, Series], Memory]:
    """The bare encoder, our server and others in turn; the engine too with one caller.

    Returns: the series by system, and our server's memory after its load.
    """
    plan = bench.plan
    server, questions = bench.servers.fresh(plan.questions)
    systems: dict[str, Ask] = {ENCODER: bench.encoder}
    if callers == 1:
        systems[ENGINE] = bench.engine
    systems[HTTP] = bench.caller_of(server, callers)
    systems |= {name: bench.caller_of(other, callers) for name, other in others.items()}
    _warm_up(bench, systems)
    series = in_turn(systems, questions, plan.block if callers == 1 else plan.crowd_block)
    return series, server.memory()


def open_loop(bench: Bench) -> OpenLoop:
    """The capacity with most callers, then questions that arrive at a share of it; in turn.

    Raises:
        DovidnykError: the server answered nothing, so that there is no capacity to take a share of.
    """
    turns: dict[str, list[Block]] = {CAPACITY: [], ARRIVING: []}
    rates: list[float] = []
    waits: list[float] = []
    plan = bench.plan
    for number in range(plan.open_rounds):
        server, questions = bench.servers.fresh(plan.capacity + plan.arrivals)
        ask = bench.caller_of(server, MOST_CALLERS)
        _warm_up(bench, {CAPACITY: ask})
        capacity = ask(questions[: plan.capacity])
        if not capacity.latencies:
            raise DovidnykError(f"the server answered nothing with {MOST_CALLERS} callers: {dict(capacity.errors)}")
        rest()
        rate = capacity.throughput * bench.share
        load = bench.arrive(
            server, questions[plan.capacity :], poisson_schedule(rate, plan.arrivals, bench.seed + number)
        )
        rest()
        turns[CAPACITY].append(capacity)
        turns[ARRIVING].append(block_of(load))
        rates.append(rate)
        waits.extend(load.waits)
    return OpenLoop({name: Series(tuple(made)) for name, made in turns.items()}, tuple(rates), tuple(waits))


def repeated(bench: Bench) -> dict[str, Series]:
    """Questions asked for the first time, and the same ones again, by one caller."""
    plan = bench.plan
    server, questions = bench.servers.fresh(plan.repeated)
    ask = bench.caller_of(server, 1)
    _warm_up(bench, {FIRST: ask})

    def again(questions: Sequence[str]) -> Block:
        return ask([question for _ in range(plan.again) for question in questions])

    return in_turn({FIRST: ask, AGAIN: again}, questions, plan.block)


def _warm_up(bench: Bench, systems: Mapping[str, Ask]) -> None:
    """Ask all systems what isn't timed.

    Raises:
        DovidnykError: one of them answered nothing.
    """
    for name, ask in systems.items():
        block = ask(bench.warm_up)
        if not block.latencies:
            raise DovidnykError(f"{name} answered none of {len(bench.warm_up)} questions: {dict(block.errors)}")
        rest()
