"""A run: everything that was ordered, one scenario after the other."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eval.bench.bench import Bench, Say
from eval.bench.in_process import Stages, encoder_asker, engine_asker
from eval.bench.ingest_times import ingest_seconds, seconds_from_nothing
from eval.bench.load.generator import load_generator
from eval.bench.measured import TXTAI, WORKERS, Measured, TxtaiMemory
from eval.bench.plan import Plan
from eval.bench.processes import Memory
from eval.bench.questions import draw_questions
from eval.bench.scenarios import MOST_CALLERS, closed_loop, open_loop, repeated
from eval.bench.series import Series
from eval.bench.server_pool import server_pool
from eval.bench.servers import Server, our_server
from eval.bench.txtai_server import txtai_server
from search.encoder import Encoder
from search.engine import Engine
from search.guide import Guide
from search.opening import open_engine
from search.repair import Repairer
from search.settings import Settings

ENCODER_THREADS = 2
_FEW_CALLERS = 4


@dataclass(frozen=True, slots=True)
class Order:
    """What to measure.

    Attributes:
        seed: of the draw of questions, and of the arrivals.
        share: of the capacity with most callers, offered in the open loop.
        txtai_python: interpreter with txtai; `None` leaves txtai out.
        from_nothing: whether to time an ingest from an empty folder.
    """

    plan: Plan
    seed: int
    share: float
    txtai_python: Path | None = None
    from_nothing: bool = False


def measure(settings: Settings, order: Order, say: Say) -> Measured:
    """Time everything that is ordered; all that is started is ended, and the scratch folder removed.

    Raises:
        BuildError, EncoderError: nothing usable is published.
        DovidnykError: there are too few questions, or a server can't be used.
    """
    engine = open_engine(settings)
    stages: Stages = {}
    with tempfile.TemporaryDirectory(prefix="dovidnyk-bench-") as scratch:
        folder = Path(scratch)
        with _bench(settings, order, engine, stages, folder) as bench:
            closed, memory, txtai = _closed_loops(bench, settings, order.txtai_python, engine.build.guide, say)
            say(f"open loop, {order.share:.0%} of the capacity with {MOST_CALLERS} callers")
            arriving = open_loop(bench)
            say("questions asked again")
            again = repeated(bench)
            while len(bench.servers.starts) < order.plan.starts:
                say("another start")
                bench.servers.restart()
        ingest = from_nothing = None
        if order.plan.ingest:
            say("ingest into an empty index folder")
            ingest = ingest_seconds(settings, folder)
        if order.from_nothing:
            say("ingest from nothing, the encoder converted first; this takes a minute or two")
            from_nothing = seconds_from_nothing(settings, folder)
    return Measured(
        closed=closed,
        open_loop=arriving,
        repeated=again,
        stages={name: tuple(seconds) for name, seconds in stages.items()},
        starts=tuple(bench.servers.starts),
        after_load=memory,
        txtai=txtai,
        ingest_seconds=ingest,
        seconds_from_nothing=from_nothing,
    )


@contextmanager
def _bench(settings: Settings, order: Order, engine: Engine, stages: Stages, folder: Path) -> Iterator[Bench]:
    plan, build = order.plan, engine.build
    encoder = Encoder(settings.var / "encoders" / build.manifest.encoder.folder, ENCODER_THREADS)
    drawn = draw_questions(settings.corpus / "asked.jsonl", Repairer(build.vocabulary), plan.pool, order.seed)
    start = partial(our_server, settings, folder / "server.log")
    with load_generator() as generator, server_pool(start, drawn[plan.warm_up :]) as servers:
        yield Bench(
            plan=plan,
            seed=order.seed,
            share=order.share,
            folder=folder,
            generator=generator,
            servers=servers,
            warm_up=drawn[: plan.warm_up],
            encoder=encoder_asker(encoder),
            engine=engine_asker(engine, stages),
        )


def _closed_loops(
    bench: Bench, settings: Settings, txtai_python: Path | None, guide: Guide, say: Say
) -> tuple[dict[int, dict[str, Series]], Memory, TxtaiMemory | None]:
    """The series by number of callers, our server's memory after the most of them, and txtai's."""
    with _txtai(bench.folder, settings, txtai_python, guide, say) as txtai:
        say("one caller")
        one, _ = _beside_others(bench, 1, settings, txtai)
        say(f"{_FEW_CALLERS} callers")
        few, _ = closed_loop(bench, _FEW_CALLERS, {})
        say(f"{MOST_CALLERS} callers")
        most, memory = _beside_others(bench, MOST_CALLERS, settings, txtai)
        theirs = TxtaiMemory(txtai.ready_seconds, txtai.memory_at_start, txtai.memory()) if txtai else None
    return {1: one, _FEW_CALLERS: few, MOST_CALLERS: most}, memory, theirs


def _beside_others(
    bench: Bench, callers: int, settings: Settings, txtai: Server | None
) -> tuple[dict[str, Series], Memory]:
    """A closed loop beside txtai's server where there is one, and beside ours with other workers where that is planned.

    Those are started for it alone: they too are asked nothing twice.
    """
    others = {TXTAI: txtai} if txtai else {}
    if not bench.plan.workers:
        return closed_loop(bench, callers, others)
    with our_server(settings, bench.folder / "workers.log", workers=os.cpu_count() or 1, threads=1) as workers:
        return closed_loop(bench, callers, {WORKERS: workers, **others})


@contextmanager
def _txtai(folder: Path, settings: Settings, python: Path | None, guide: Guide, say: Say) -> Iterator[Server | None]:
    if python is None:
        yield None
        return
    from ingest.encoder import source_folder

    say("txtai makes its index and starts")
    with txtai_server(python, guide, source_folder(settings.model, settings.var), folder) as server:
        yield server
