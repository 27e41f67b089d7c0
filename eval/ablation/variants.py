"""The engine without one of its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from eval.records import Shown
from eval.run.local import LocalAsker
from ingest.asked import Example, Reader, fit
from search.asked import AskedModel, Vector
from search.build import Build
from search.encoder import Encoder
from search.engine import Engine
from search.glossary import Glossary
from search.questions import Question
from search.repair import Repairer

_ENCODE = "encode"


class Variant(LocalAsker):
    """A variant of the engine that notes how long its searches take."""

    def __init__(self, name: str, engine: Engine, *, repair: bool = True) -> None:
        super().__init__(engine, repair=repair)
        self.name = name
        self._milliseconds: list[float] = []

    @property
    def source(self) -> str:
        """Its name."""
        return self.name

    @property
    def p50(self) -> float:
        """Median milliseconds of its searches so far, without the encoding."""
        return float(np.median(self._milliseconds))

    def ask(self, question: str) -> Shown:
        """What the variant shows.

        Raises:
            QuestionFailedError: the engine raised an error.
        """
        shown = super().ask(question)
        took = sum(seconds for stage, seconds in self.timings.seconds.items() if stage != _ENCODE)
        self._milliseconds.append(took * 1000)
        return shown


def variants(build: Build, encoder: Encoder, train: Sequence[Question]) -> Iterator[Variant]:
    """The whole first, then without each part, then the legs without asked questions, less and less of them.

    Args:
        train: the asked questions; the classifier is fitted on them again where it is to do without a part.
    """
    plain = replace(build, glossary=Glossary.of((), build.analyser))
    examples = Reader(build.analyser, Repairer(build.vocabulary)).examples(train, build.guide.sections)
    texts = list(dict.fromkeys(example.text for example in examples))
    vectors = dict(zip(texts, encoder.encode_queries(texts), strict=True))
    silent = dict.fromkeys(texts, np.zeros(build.passages.dimension, np.float32))
    wordless = [Example(one.text, (), one.label, one.weight) for one in examples]
    yield Variant("whole", Engine(build, encoder))
    yield Variant("without repair", Engine(build, encoder), repair=False)
    yield Variant("asked by vector alone", Engine(_with(build, wordless, vectors), encoder))
    yield Variant("asked by words alone", Engine(_with(build, examples, silent), encoder))
    yield Variant("without asked questions", Engine(build, encoder, with_asked=False))
    yield Variant("… nor glossary", Engine(plain, encoder, with_asked=False))
    yield Variant("… nor repair", Engine(plain, encoder, with_asked=False), repair=False)


def _with(build: Build, examples: Sequence[Example], vectors: dict[str, Vector]) -> Build:
    model: AskedModel | None = fit(examples, vectors, build.manifest.encoder.id, "ablation")
    return replace(build, asked=model)
