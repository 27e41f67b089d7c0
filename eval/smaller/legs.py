"""What an encoder is good for: each leg that reads its vectors, asked alone, and the whole service."""

from dataclasses import dataclass
from pathlib import Path

from eval.baselines.plain import PlainSystem, dense_scores
from eval.console import progress_over
from eval.errors import EvalError
from eval.judged import Judged, judge
from eval.measures.retrieval import in_order
from eval.question_sets import QuestionSet
from eval.records import Shown, ShownResult
from eval.run.asker import Asker
from eval.run.local import LIMIT, LocalAsker
from eval.run.runner import ask
from ingest.asked import Reader
from ingest.build import ingest_corpus
from search.build import load_build
from search.encoder import Encoder
from search.engine import Engine
from search.published import current_build
from search.repair import Repairer

DENSE = "dense leg"
ASKED = "asked leg"
WHOLE = "all legs"


@dataclass(frozen=True)
class AskedLeg:
    """The classifier over asked questions alone: the sections by their probability."""

    engine: Engine
    source: str = "asked"

    @property
    def index(self) -> str | None:
        """Id of the build."""
        return self.engine.build.manifest.build

    @property
    def model(self) -> str | None:
        """Id of the encoder."""
        return self.engine.build.manifest.encoder.id

    def ask(self, question: str) -> Shown:
        """The likeliest sections for a question, after repair; labels that aren't sections are left out."""
        build = self.engine.build
        if build.asked is None:
            raise EvalError("the corpus has no asked questions to fit the asked leg on; expected them in asked.jsonl")
        text = Reader(build.analyser, Repairer(build.vocabulary)).read(question)
        tokens = tuple(build.analyser.tokens(text))
        shares = build.asked.probabilities(self.engine.encoder.encode_query(text), tokens, text)
        by_section = {
            label: float(share)
            for label, share in zip(build.asked.labels, shares, strict=True)
            if label in build.guide.sections
        }
        results = tuple(ShownResult(section=name, score=score) for name, score in in_order(by_section)[:LIMIT])
        return Shown(searched_for=text, results=results)


def judge_legs(
    name: str, encoder: Encoder, folder: Path, corpus: Path, index: Path, asked: QuestionSet
) -> dict[str, Judged]:
    """Ingest the corpus with an encoder, ask all questions of each leg, and judge what they show.

    Args:
        folder: the encoder's.
        index: an index folder for this encoder alone.

    Raises:
        CorpusError, GrammarError: the corpus can't be used.
        EvalError: it has no asked questions.
    """
    ingest_corpus(corpus, index, folder)
    engine = Engine(load_build(current_build(index)), encoder)
    systems: dict[str, Asker] = {
        DENSE: PlainSystem("dense-repaired", engine, dense_scores, repair=True),
        ASKED: AskedLeg(engine),
        WHOLE: LocalAsker(engine),
    }
    return {
        leg: judge([ask(system, question) for question in progress_over(asked.questions, f"{name}: {leg}")])
        for leg, system in systems.items()
    }
