"""The engine, told which sections are to be read: what its answers would be if the ranking never failed."""

from collections.abc import Iterable

from eval.run.local import LocalAsker
from search.engine import Engine
from search.questions import Question
from search.response import SearchResponse

_TO_READ = 3


class RightSectionAsker(LocalAsker):
    """Answers each question from the sections that its label names: all for `multi`, else the first."""

    def __init__(self, engine: Engine, questions: Iterable[Question]) -> None:
        super().__init__(engine)
        self._questions = {question.text: question for question in questions}

    @property
    def source(self) -> str:
        """Says that this is no search."""
        return "right sections"

    def response(self, question: str) -> SearchResponse:
        """The engine's response with the answer from the right sections."""
        found = super().response(question)
        label = self._questions[question]
        to_read = [section for section, grade in label.relevant.items() if grade == _TO_READ]
        sections = to_read if "multi" in label.tags else to_read[:1]
        answer = self._engine.answer_from(question, sections) if sections else None
        return found.model_copy(update={"answer": answer, "outcome": "answered" if answer else "no_match"})
