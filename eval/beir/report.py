"""What a run over a foreign corpus found, for people and for programs."""

from dataclasses import asdict, dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.beir.measures import NAMES, Figure
from eval.beir.search import LEGS
from eval.beir.vectors import Counts, Encoded
from search.analyser import ANALYSER_VERSION

OFF = (
    "calibration and outcomes",
    "questions asked before",
    "lemma overrides of the corpus",
    "repair of questions, whose words are the guide's",
)


@dataclass(frozen=True, slots=True)
class BeirReport:
    """The figures, and what they were measured on and with.

    Attributes:
        judgements: name of the file of judgements, within the corpus folder.
        queries: number of judged queries, over which all figures are.
        queries_cut: of them, those longer than the 1,000 characters that the engine takes.
        judged_but_absent: judgements of documents that the corpus doesn't hold; they count as never found.
        peak_megabytes: the most memory that the process has held.
        legs: figures by measure, by leg.
    """

    corpus: str
    judgements: str
    model: str
    queries: int
    queries_cut: int
    judged_but_absent: int
    counts: Counts
    encoded: Encoded
    peak_megabytes: float
    legs: dict[str, dict[str, Figure]]

    def as_dict(self) -> dict[str, Any]:
        """The report for JSON."""
        speed = self.encoded.tokens_per_second
        return {
            "corpus": self.corpus,
            "judgements": self.judgements,
            "n": self.queries,
            "model": self.model,
            "analyser": ANALYSER_VERSION,
            "off": list(OFF),
            **asdict(self.counts),
            "queries_cut": self.queries_cut,
            "judged_but_absent": self.judged_but_absent,
            "encoding": {
                "passages": self.encoded.passages,
                "kept": self.encoded.kept,
                "tokens": self.encoded.tokens,
                "seconds": round(self.encoded.seconds, 3),
                "tokens_per_second": None if speed is None else round(speed),
            },
            "peak_megabytes": round(self.peak_megabytes),
            "measures": {leg: {name: held[name].value for name in NAMES} for leg, held in self.legs.items()},
            "intervals": {leg: {name: list(held[name].interval) for name in NAMES} for leg, held in self.legs.items()},
        }

    def print(self, console: Console) -> None:
        """Print the legs side by side, and below what they were measured on and with."""
        title = f"{self.corpus}: {self.queries} queries, {self.counts.documents} documents"
        table = Table("measure", *LEGS, title=escape(title), title_justify="left", box=box.SIMPLE)
        for name in NAMES:
            table.add_row(name, *(_shown(self.legs[leg][name]) for leg in LEGS))
        console.print(table)
        speed = self.encoded.tokens_per_second
        rate = f", {speed:.0f} tokens a second" if speed is not None else ""
        console.print(f"encoder {self.model}: {self.counts.passages} passages, {self.counts.tokens} tokens")
        console.print(f"encoded now: {self.encoded.passages} passages{rate}; kept from before: {self.encoded.kept}")
        console.print(f"peak memory: {self.peak_megabytes:.0f} MB")
        console.print(f"off, because made for the guide: {'; '.join(OFF)}")


def _shown(figure: Figure) -> str:
    low, high = figure.interval
    return f"{figure.value:.3f} ({low:.3f}–{high:.3f})"
