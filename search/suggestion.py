"""What may be suggested while a question is typed, and a suggestion made of it."""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

SuggestionKind = Literal["heading", "question", "term"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be suggested.

    Attributes:
        section_id: the section that it leads to, where there is one.
        said: what else people call it; typed, it brings the text up.
        starter: shown before anything is typed.
    """

    text: str
    kind: SuggestionKind
    section_id: str | None = None
    said: tuple[str, ...] = ()
    starter: bool = False


CANDIDATES: TypeAdapter[Candidate] = TypeAdapter(Candidate)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate that fits what was typed; `highlights` are ranges of code points of its text, in order."""

    candidate: Candidate
    highlights: tuple[tuple[int, int], ...] = ()
