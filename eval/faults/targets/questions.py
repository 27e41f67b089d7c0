"""Making a question plain: what comes out is short, visible, one line, and stays as it is when done again."""

from eval.faults.targets.target import Material, Trial
from eval.faults.targets.text import odd_text
from search.errors import QuestionError
from search.normalise import MAX_QUESTION, normalise_question


def make(_: Material) -> Trial:
    """Odd text as a question."""
    return Trial(odd_text, _check)


def _check(raw: str) -> None:
    try:
        question = normalise_question(raw)
    except QuestionError:
        return
    assert 1 <= len(question) <= MAX_QUESTION
    assert question.isprintable() or all(char.isprintable() or char.isspace() for char in question)
    assert "\0" not in question
    assert normalise_question(question) == question
    question.encode("utf-8")
