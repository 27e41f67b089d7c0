"""`dovidnyk bench scale`."""

import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from eval.bench.bars import judge_all, read_bars
from eval.bench.processes import ended_by_signals
from eval.console import output_console, print_json, say
from eval.question_sets import Split, read_split
from eval.run.environment import processor, settings_of, versions
from eval.scale.corpus import LargeCorpus, write_large_corpus
from eval.scale.making import Maker
from eval.scale.manuals import read_manuals
from eval.scale.measure import EXACT, GRAPH, GUIDE, measure
from eval.scale.results import Agreement, Results, SystemResult
from eval.scale.table import markdown_of, print_results
from ingest.chunks import chunk_guide
from search.build import read_manifest
from search.chunk import Chunk
from search.encoder import Encoder
from search.guide import Guide
from search.published import current_build
from search.settings import Settings, read_settings


@dataclass(frozen=True, slots=True)
class Order:
    """What to make and how much to ask.

    Attributes:
        manuals: folders of manual pages.
        passages: really encoded ones, at least.
        copies: of each of them in the largest build; 1 for none.
        questions: at most so many of the dev questions, and as many sentences of manuals that aren't in an index.
    """

    manuals: tuple[Path, ...]
    passages: int = 20_000
    copies: int = 50
    questions: int = 200
    seed: int = 20210801


def scale_command(order: Order, out: Path | None, *, as_json: bool) -> None:
    """Make the builds, measure them, print the tables, and leave `scale.json` and `scale.md` in a folder.

    Args:
        out: that folder, which also keeps corpus and builds; `None` for `scale` in the folder of builds.

    Raises:
        BuildError, EncoderError: nothing usable is published.
        DovidnykError: the manuals can't be read or hold too little.
        OSError: the folder can't be written.
    """
    settings = read_settings()
    guide = current_build(settings.var / "index")
    encoder = settings.var / "encoders" / read_manifest(guide).encoder.folder
    folder = (out or settings.var / "scale").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    maker = Maker(folder, encoder, say)
    with ended_by_signals():
        large = _large_corpus(order, settings, folder, encoder)
        builds = {GUIDE: guide, EXACT: maker.ingested(large.folder, "exact")}
        builds[GRAPH] = maker.ingested(large.folder, "hnsw")
        if order.copies > 1:
            builds[f"{order.copies} copies"] = maker.copied(builds[EXACT], order.copies)
        systems, agreement = measure(builds, encoder, _questions(order, settings, large), folder, say)
    results = Results(
        systems=systems,
        agreement=agreement,
        steps=maker.steps(),
        bars=judge_all(read_bars("eval.scale"), figures(systems, agreement)),
        setting=_setting(settings, order, large),
    )
    (folder / "scale.json").write_text(results.model_dump_json(indent=2) + "\n", encoding="utf-8")
    (folder / "scale.md").write_text(markdown_of(results), encoding="utf-8")
    if as_json:
        print_json(results.model_dump(mode="json"))
    print_results(results, output_console(as_json=as_json))
    say(f"figures: {folder / 'scale.json'}, {folder / 'scale.md'}")


def figures(systems: Sequence[SystemResult], agreement: Agreement | None) -> Mapping[str, float | None]:
    """The figures that bars are set for: of the build with most passages, and of the graph over real ones."""
    largest = systems[-1]
    real = next((one for one in systems if one.name == GRAPH), None)
    return {
        "vector_p99_ms": largest.vector.p99,
        "recall": largest.recall,
        "recall_real": real.recall if real else None,
        "search_p50_to_guide": largest.to_guide.value if largest.to_guide else None,
        "same_first": agreement.first if agreement else None,
    }


def _large_corpus(order: Order, settings: Settings, folder: Path, encoder: Path) -> LargeCorpus:
    """The corpus with chapters of manuals; chapters are written anew only where they differ."""
    say("reading manuals")
    reader = Encoder(encoder, threads=1)

    def chunk(guide: Guide) -> Sequence[Chunk]:
        return chunk_guide(guide, reader.count_tokens, reader.description.max_tokens)

    manuals = read_manuals(order.manuals)
    large = write_large_corpus(settings.corpus, manuals, folder / "corpus", order.passages, chunk)
    say(
        f"{large.passages} passages, {len(large.chapters)} chapters of manuals, {len(large.held_out)} passages held out"
    )
    return large


def _questions(order: Order, settings: Settings, large: LargeCorpus) -> dict[str, Sequence[str]]:
    """Dev questions, and sentences of manuals that no index has."""
    draw = random.Random(order.seed)  # noqa: S311 (a draw, not a secret)
    dev = [question.text for question in read_split(Split.DEV, settings.corpus).questions]
    asked = {"dev questions": dev, "held-out manuals": list(large.held_out)}
    return {what: draw.sample(texts, min(order.questions, len(texts))) for what, texts in asked.items() if texts}


def _setting(settings: Settings, order: Order, large: LargeCorpus) -> dict[str, object]:
    """What the figures depend on."""
    asked = asdict(order) | {"manuals": [str(folder) for folder in order.manuals]}
    return {
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": processor() | {"cores": str(os.cpu_count())},
        "load": f"{os.getloadavg()[0]:.2f}",
        "versions": versions(),
        "settings": settings_of(settings),
        "order": asked,
        "passages": large.passages,
    }
