"""Making the builds that are measured, each once, and how long each step took."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rich.progress import track

from eval.console import error_console
from eval.scale.copies import write_copies
from ingest.build import ingest_corpus
from search.build import load_build
from search.passages.faiss_store import FaissStore, Kind

T = TypeVar("T")

Say = Callable[[str], None]
Steps = dict[str, Any]


class TimedSteps:
    """A `Progress` that shows how far each step is, and keeps what it took."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._began = time.perf_counter()
        self._steps: Steps = {}

    def __call__(self, items: Iterable[T], count: int, what: str, /) -> Iterable[T]:
        """The items, as they are taken."""
        self._say(f"{time.perf_counter() - self._began:4.0f} s  {what}: {count}")
        self._steps.setdefault("before the first step", {"seconds": self._seconds(self._began)})
        began, console = time.perf_counter(), error_console()
        yield from track(items, what, count, console=console, disable=not console.is_terminal)
        self._steps[what] = {"seconds": self._seconds(began), "count": count}

    def all(self) -> Steps:
        """Seconds by step, and of the whole; a step's own work and what is done with its items."""
        return self._steps | {"whole": {"seconds": self._seconds(self._began)}}

    def _seconds(self, began: float) -> float:
        return round(time.perf_counter() - began, 1)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes builds under a folder. One that is there already isn't made again: remove the folder for that."""

    folder: Path
    encoder: Path
    say: Say

    def ingested(self, corpus: Path, kind: Kind) -> Path:
        """The build of a corpus whose vectors are searched in this way, made by the real ingest."""

        def make(steps: TimedSteps) -> tuple[Path, Steps]:
            index = self.folder / "index"
            done = ingest_corpus(corpus, index, self.encoder, steps, FaissStore(index, kind, steps))
            return index / "builds" / done.build, {"encoded": {"count": done.encoded}}

        return self._once(kind, make)

    def copied(self, original: Path, copies: int) -> Path:
        """The build of so many copies."""

        def make(steps: TimedSteps) -> tuple[Path, Steps]:
            index = self.folder / "copies"
            return write_copies(load_build(original), copies, index, FaissStore(index, "hnsw", steps), steps), {}

        return self._once(f"{copies} copies", make)

    def steps(self) -> dict[str, Steps]:
        """What making each build took."""
        file = self.folder / "steps.json"
        held: dict[str, Steps] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return held

    def _once(self, name: str, make: Callable[[TimedSteps], tuple[Path, Steps]]) -> Path:
        made = self.steps().get(name)
        if made and (self.folder / made["build"] / "manifest.json").exists():
            return self.folder / str(made["build"])
        self.say(f"making {name}")
        timed = TimedSteps(self.say)
        build, more = make(timed)
        kept = self.steps() | {name: {"build": str(build.relative_to(self.folder))} | timed.all() | more}
        text = json.dumps(kept, ensure_ascii=False, indent=2)
        (self.folder / "steps.json").write_text(text + "\n", encoding="utf-8")
        return build
