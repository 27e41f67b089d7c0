"""Property-based fuzzing: every part that takes text or bytes from outside, with inputs that nobody would think of.

Each target is a part of the row: one that is done is kept beside the results until the row is.
"""

import gc
import shutil
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict, ValidationError

from eval.faults.options import Options
from eval.faults.result import Figure, RowResult, row_result
from eval.faults.targets.target import Material, Target, Trial
from ingest.corpus import read_corpus
from search.errors import DovidnykError
from search.opening import open_engine

_BATCH = 1_000
_FAULTS_TOLD = 5


class Tried(BaseModel):
    """What came of a target.

    Attributes:
        slowest: seconds that one input took, at most.
        grown: megabytes of resident memory after the last batch beyond that after the first fifth.
        faults: how many inputs broke the property; `told` describes some.
    """

    model_config = ConfigDict(frozen=True)

    inputs: int
    seconds: float
    slowest: float
    grown: float
    faults: int
    told: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    inputs: int = 0
    slowest: float = 0.0
    faults: int = 0
    told: list[str] = field(default_factory=list)


def fuzzing(options: Options) -> RowResult:
    """Try all targets, in this process.

    Raises:
        DovidnykError: Hypothesis isn't installed.
        BuildError, EncoderError, CorpusError: nothing usable is published, or the corpus can't be read.
    """
    if find_spec("hypothesis") is None:
        raise DovidnykError("the row fuzzing needs the extra `test`: pip install '.[test]'")
    from eval.faults.targets.catalogue import TARGETS

    inputs = sum(target.inputs for target in TARGETS)
    material = Material(read_corpus(options.settings.corpus), open_engine(options.settings))
    scale = 1.0 if options.times is None else options.times / inputs
    parts = options.settings.var / "faults" / f"fuzzing-{options.seed}-{options.times or inputs}"
    parts.mkdir(parents=True, exist_ok=True)
    tried = {target.name: _kept_or_tried(target, material, options, scale, parts) for target in TARGETS}
    shutil.rmtree(parts)
    return row_result(
        "fuzzing", _figures(tried), [f"{name}: {fault}" for name, one in tried.items() for fault in one.told]
    )


def _kept_or_tried(target: Target, material: Material, options: Options, scale: float, parts: Path) -> Tried:
    file = parts / f"{target.name}.json"
    try:
        return Tried.model_validate_json(file.read_bytes())
    except (FileNotFoundError, ValidationError):
        pass
    inputs = max(1, round(target.inputs * scale))
    options.say(f"{target.name}: {inputs} inputs")
    tried = try_inputs(target.make(material), inputs, options.seed)
    file.write_text(tried.model_dump_json(), encoding="utf-8")
    return tried


def try_inputs(trial: Trial, inputs: int, seed: int) -> Tried:
    """Try so many inputs, in batches of seeds that follow one another; a fault doesn't end it."""
    tally, began = _Tally(), time.perf_counter()
    resident: list[float] = []
    batch = 0
    while tally.inputs < inputs:
        before = tally.inputs
        _batch(trial, min(_BATCH, inputs - tally.inputs), seed + batch, tally)
        gc.collect()
        resident.append(psutil.Process().memory_info().rss / 1e6)
        batch += 1
        if tally.inputs == before:
            break
    seconds = time.perf_counter() - began
    grown = resident[-1] - resident[len(resident) // 5]
    return Tried(
        inputs=tally.inputs,
        seconds=seconds,
        slowest=tally.slowest,
        grown=grown,
        faults=tally.faults,
        told=tuple(tally.told),
    )


def _batch(trial: Trial, inputs: int, seed: int, tally: _Tally) -> None:
    """Hypothesis remembers what it has tried: a batch of its own for each thousand keeps that small."""
    import hypothesis

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=inputs,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(trial.inputs)
    def run(given: object) -> None:
        began = time.perf_counter()
        try:
            trial.check(given)
        except Exception as error:  # whatever a part raises is what is looked for
            tally.faults += 1
            if len(tally.told) < _FAULTS_TOLD:
                tally.told.append(f"{type(error).__name__} {str(error)[:80]!a} for {given!a:.200}")
        tally.slowest = max(tally.slowest, time.perf_counter() - began)
        tally.inputs += 1

    run()


def _figures(tried: dict[str, Tried]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {
        "inputs": sum(one.inputs for one in tried.values()),
        "faults": sum(one.faults for one in tried.values()),
        "slowest_ms": max(one.slowest for one in tried.values()) * 1000,
        "memory_growth_mb": max(one.grown for one in tried.values()),
    }
    for name, one in tried.items():
        figures[name] = (
            f"{one.inputs} in {one.seconds:.0f} s, slowest {one.slowest * 1000:.0f} ms, memory {one.grown:+.1f} MB"
        )
    return figures
