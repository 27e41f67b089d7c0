"""What was shown for a question, as a run keeps it: all that the measures need, and no more."""

from pydantic import BaseModel, ConfigDict

from search.questions import Question
from search.response import Outcome, RepairKind

EXCERPTS_KEPT = 3


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ShownResult(_Frozen):
    """A section in its place; title and excerpt are kept for the first few, for people to read."""

    section: str
    score: float
    title: str | None = None
    excerpt: str | None = None


class ShownQuote(_Frozen):
    """A quote with the section it names, and whether it is that section's own text at that place."""

    section: str
    text: str
    verbatim: bool


class ShownAnswer(_Frozen):
    """The answer's text and its quotes."""

    text: str
    quotes: tuple[ShownQuote, ...]


class FirstLinks(_Frozen):
    """The own links that the first result shows, as printed, and those that its section prints."""

    shown: tuple[str, ...]
    printed: tuple[str, ...]


class Shown(_Frozen):
    """What a system showed for a question.

    Attributes:
        outcome, confidence: `None` for a system that has none.
        chapter: the absent chapter that the pointer names.
        pointer_quote: what the pointer quotes.
        results: sections, best first, with scores that never rise.
    """

    searched_for: str | None = None
    repairs: tuple[RepairKind, ...] = ()
    outcome: Outcome | None = None
    confidence: float | None = None
    chapter: str | None = None
    pointer_quote: ShownQuote | None = None
    answer: ShownAnswer | None = None
    first_links: FirstLinks | None = None
    results: tuple[ShownResult, ...] = ()


class Record(_Frozen):
    """A question and what was shown for it; `shown` is `None` where it failed, and `error` says why."""

    question: Question
    shown: Shown | None
    error: str | None = None
    seconds: float
