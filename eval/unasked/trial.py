"""Asking an engine whose asked leg was fitted on other questions than the build's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.asked import Example, Reader, fit
from search.asked import AskedModel, Vector
from search.build import Build
from search.calibration import NewSections
from search.questions import Question
from search.ranking import Asked, Ranker, Ranking


@dataclass(frozen=True, slots=True)
class Trial:
    """A build with the vectors of all questions, made once.

    Attributes:
        vectors: unit vector of each question as it is read.
    """

    build: Build
    reader: Reader
    vectors: dict[str, Vector]

    def fitted(self, examples: Sequence[Example]) -> AskedModel | None:
        """The asked leg from these examples alone."""
        return fit(examples, self.vectors, self.build.manifest.encoder.id, "trial")

    def examples(self, questions: Iterable[Question]) -> tuple[Example, ...]:
        """The questions as the asked leg reads them."""
        return self.reader.examples(questions, self.build.guide.sections)

    def rankings(
        self, model: AskedModel | None, questions: Iterable[Question], new_sections: NewSections | None = None
    ) -> list[Ranking]:
        """What comes of each question with another asked leg, and other numbers for new sections where given."""
        calibration = self.build.calibration
        if new_sections is not None:
            calibration = calibration.model_copy(update={"new_sections": new_sections})
        ranker = Ranker(replace(self.build, asked=model, calibration=calibration))
        return [ranker.rank(self._asked(question)) for question in questions]

    def _asked(self, question: Question) -> Asked:
        text = self.reader.read(question.text)
        analyser = self.build.analyser
        tokens = tuple(analyser.tokens(text))
        terms = self.build.glossary.translate(analyser.meaningful(tokens))
        return Asked(text, self.vectors[text], tokens, terms)
