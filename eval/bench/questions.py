"""Which questions are asked: training questions in Ukrainian that need no repair, drawn by a seed."""

import random
from pathlib import Path

from search.errors import DovidnykError
from search.questions import read_questions
from search.repair import Repairer


def draw_questions(file: Path, repairer: Repairer, count: int, seed: int) -> tuple[str, ...]:
    """`count` different questions; the same seed draws the same in the same order.

    Raises:
        QuestionsError: the file can't be read.
        DovidnykError: it holds fewer such questions.
    """
    texts = dict.fromkeys(question.text for question in read_questions(file) if question.lang == "uk")
    plain = [text for text in texts if not repairer.repair(text)]
    if len(plain) < count:
        raise DovidnykError(
            f"{file}: {len(plain)} questions in Ukrainian need no repair, {count} are needed; "
            "add questions, or measure less with --quick"
        )
    return tuple(random.Random(seed).sample(plain, count))  # noqa: S311 (a draw, not a secret)
