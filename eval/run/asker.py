"""Who is asked: anything that shows sections for a question."""

from typing import Protocol

from eval.records import Shown


class Asker(Protocol):
    """A system under evaluation.

    Attributes:
        source: where it is: `local`, a deployment's URL, or a baseline's name.
        index, model: ids of the index and of its encoder, where it tells them.
    """

    @property
    def source(self) -> str: ...

    @property
    def index(self) -> str | None: ...

    @property
    def model(self) -> str | None: ...

    def ask(self, question: str) -> Shown:
        """What is shown for a question.

        Raises:
            QuestionFailedError: this question got no answer.
            UnreachableError: the system is gone; asking on makes no sense.
        """
        ...
