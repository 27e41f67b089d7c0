"""Knowing when not to answer: rates at the frozen thresholds, one value a question.

The two errors and the abstention follow Rajpurkar, Jia and Liang, "Know What You Don't Know" (ACL 2018): answering what
the text doesn't answer, and refusing what it does. `uncertain` is counted beside them, so that neither can be bought
with it. A question that failed is wrong in the way its label allows.
"""

from search.questions import Question
from search.response import Outcome

_REFUSALS = ("other_chapter", "no_match")


def false_answer(question: Question, outcome: Outcome | None) -> float | None:
    """1 where an unanswerable question was answered or failed; `None` for an answerable one."""
    return None if question.answerable else float(outcome in ("answered", None))


def false_refusal(question: Question, outcome: Outcome | None) -> float | None:
    """1 where an answerable question was refused or failed; `None` for an unanswerable one."""
    return float(outcome is None or outcome in _REFUSALS) if question.answerable else None


def uncertain(outcome: Outcome | None) -> float:
    """1 where sections were shown and no answer was claimed."""
    return float(outcome == "uncertain")


def right_chapter(question: Question, outcome: Outcome | None, chapter: str | None) -> float | None:
    """1 where a question for an absent chapter was sent to it; `None` for all other questions."""
    if question.chapter is None:
        return None
    return float(outcome == "other_chapter" and chapter == question.chapter)
