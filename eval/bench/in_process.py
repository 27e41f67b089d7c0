"""The bare encoder and the engine, timed in this process, one question at a time."""

import time
from collections.abc import Sequence

from eval.bench.series import Ask, Block
from search.encoder import Encoder
from search.engine import Engine, SearchOptions
from search.timings import Timings

Stages = dict[str, list[float]]


def encoder_asker(encoder: Encoder) -> Ask:
    """Only encodes."""

    def ask(questions: Sequence[str]) -> Block:
        began = time.perf_counter()
        latencies = []
        for question in questions:
            start = time.perf_counter()
            encoder.encode_query(question)
            latencies.append(time.perf_counter() - start)
        return Block(tuple(latencies), time.perf_counter() - began)

    return ask


def engine_asker(engine: Engine, stages: Stages) -> Ask:
    """Searches and writes the response as JSON; adds the seconds of each stage of each question to `stages`."""

    def ask(questions: Sequence[str]) -> Block:
        began = time.perf_counter()
        latencies = []
        for question in questions:
            timings = Timings()
            start = time.perf_counter()
            response = engine.search(question, SearchOptions(), timings)
            with timings.stage("json"):
                response.model_dump_json(by_alias=True)
            latencies.append(time.perf_counter() - start)
            for name, seconds in timings.seconds.items():
                stages.setdefault(name, []).append(seconds)
        return Block(tuple(latencies), time.perf_counter() - began)

    return ask
