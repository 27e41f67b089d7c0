"""Measuring builds side by side: each in a process of its own, asked in turn."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from eval.bench.quantiles import quantile, ratio_of_pairs
from eval.scale.results import Agreement, Milliseconds, SystemResult
from eval.scale.worker_client import Asked, OpenedBuild, opened_build
from search.build import read_manifest
from search.encoder import Encoder

BLOCK = 10

GUIDE, EXACT, GRAPH = "the guide alone", "exact", "graph"

Say = Callable[[str], None]


@dataclass(slots=True)
class _Heard:
    """What was measured of a system so far, block by block."""

    blocks: list[list[Asked]] = field(default_factory=list)
    vector: list[tuple[float, float]] = field(default_factory=list)

    @property
    def searches(self) -> list[Asked]:
        return [one for block in self.blocks for one in block]

    @property
    def medians(self) -> list[float]:
        return [quantile([one.processor_ms for one in block], 0.5) for block in self.blocks]


def measure(
    builds: Mapping[str, Path], encoder: Path, questions: Mapping[str, Sequence[str]], scratch: Path, say: Say
) -> tuple[tuple[SystemResult, ...], Agreement | None]:
    """Measure builds by name, the guide alone among them.

    Args:
        questions: by what they are; none of them is in an index.
        scratch: folder for vectors.
    """
    files = {
        name: _vectors(texts, encoder, scratch / f"{place}.npy")
        for place, (name, texts) in enumerate(questions.items())
    }
    texts = [text for held in questions.values() for text in held]
    heard = {name: _Heard() for name in builds}
    with ExitStack() as stack:
        opened: dict[str, OpenedBuild] = {}
        for name, folder in builds.items():
            say(f"opening {name}")
            opened[name] = stack.enter_context(opened_build(folder, encoder))
        for system in opened.values():
            system.search(texts[:BLOCK])
        for start in range(0, len(texts), BLOCK):
            say(f"searching: {start} of {len(texts)}")
            for name, system in opened.items():
                heard[name].blocks.append(system.search(texts[start : start + BLOCK]))
        for what, file in files.items():
            for name, system in opened.items():
                say(f"vector search of {what}: {name}")
                heard[name].vector += system.nearest(file)
        recalls = {}
        for name, system in opened.items():
            say(f"exact comparison: {name}")
            recalls[name] = {what: system.recall(file) for what, file in files.items()}
        results = tuple(_result(name, builds[name], opened[name], heard, recalls[name]) for name in builds)
    return results, _agreement(heard)


def _vectors(texts: Sequence[str], encoder: Path, file: Path) -> Path:
    np.save(file, np.stack(list(Encoder(encoder).encode_queries(texts))))
    return file


def _result(
    name: str, folder: Path, opened: OpenedBuild, heard: Mapping[str, _Heard], recalls: Mapping[str, list[float]]
) -> SystemResult:
    manifest, own = read_manifest(folder), heard[name]
    stages = {stage: [one.stages[stage] for one in own.searches] for stage in own.searches[0].stages}
    shares = [share for held in recalls.values() for share in held]
    return SystemResult(
        name=name,
        kind=manifest.vectors.kind,
        passages=manifest.counts.chunks,
        sections=manifest.counts.sections,
        vector=_milliseconds(own.vector),
        search=_milliseconds([(one.ms, one.processor_ms) for one in own.searches]),
        to_guide=ratio_of_pairs(own.medians, heard[GUIDE].medians) if name != GUIDE else None,
        stages={stage: quantile(times, 0.5) for stage, times in stages.items()},
        recall=sum(shares) / len(shares),
        recall_of={what: sum(held) / len(held) for what, held in recalls.items()},
        memory_at_start=opened.memory_at_start,
        memory=opened.memory(),
        disk=disk_of(folder),
        open_seconds=opened.seconds,
    )


def _milliseconds(times: Sequence[tuple[float, float]]) -> Milliseconds:
    passed, processor = [one for one, _ in times], [one for _, one in times]
    return Milliseconds(
        p50=quantile(processor, 0.5),
        p99=quantile(processor, 0.99),
        passed_p50=quantile(passed, 0.5),
        passed_p99=quantile(passed, 0.99),
        n=len(times),
    )


def _agreement(heard: Mapping[str, _Heard]) -> Agreement | None:
    if EXACT not in heard or GRAPH not in heard:
        return None
    pairs = [
        (one.sections, other.sections) for one, other in zip(heard[EXACT].searches, heard[GRAPH].searches, strict=True)
    ]
    return Agreement(
        first=sum(one[:1] == other[:1] for one, other in pairs) / len(pairs),
        first_five=sum(len(set(one) & set(other)) / max(len(one), 1) for one, other in pairs) / len(pairs),
        questions=len(pairs),
    )


_HOLDS = {
    "vectors.faiss": "vectors",
    "lexical": "lexical",
    "sections.jsonl": "sections and chunks",
    "chunks.jsonl": "sections and chunks",
    "texts": "texts",
    "answer": "answers",
    "asked": "asked questions",
}


def disk_of(folder: Path) -> dict[str, int]:
    """Bytes of a build's files by what they hold; a file that stands under several names counts once."""
    sizes: dict[str, int] = {}
    seen: set[int] = set()
    for file in sorted(folder.rglob("*")):
        about = file.stat()
        if file.is_file() and about.st_ino not in seen:
            seen.add(about.st_ino)
            holds = _HOLDS.get(file.relative_to(folder).parts[0], "other")
            sizes[holds] = sizes.get(holds, 0) + about.st_size
    return sizes
