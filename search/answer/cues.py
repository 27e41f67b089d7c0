"""Cues: the words of a question that say which kind of answer is asked for, and the guide's words that give it.

Both stand in `cues.toml`. A phrase of a question is compared word for word, folded; `*` at its end lets the last word
go on. Japanese, which has no spaces, is looked for inside the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from search.facts import NonEmpty
from search.normalise import fold

CueLanguage = Literal["uk", "ru", "en", "ja"]


class Cue(BaseModel):
    """One kind of answer.

    Attributes:
        name: as answer pieces and weights call it.
        asks: phrases of questions that ask for it, by language.
        says: regular expressions of the guide's text that give it.
        under: regular expressions of a sub-heading or lead whose list gives it.
        whole_list: whether a question for it wants the list whole.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    asks: Mapping[CueLanguage, tuple[NonEmpty, ...]]
    says: tuple[NonEmpty, ...] = ()
    under: tuple[NonEmpty, ...] = ()
    whole_list: bool = False

    @field_validator("says", "under")
    @classmethod
    def _patterns_compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
        return patterns


class Cues(BaseModel):
    """`cues.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: NonEmpty
    cues: tuple[Cue, ...]

    def said_by(self, text: str, lead: str) -> tuple[str, ...]:
        """Names of the cues that a piece of the guide answers.

        Args:
            text: the piece's own words.
            lead: the words over it.
        """
        return tuple(
            cue.name
            for cue in self.cues
            if any(re.search(pattern, text) for pattern in cue.says)
            or any(re.search(pattern, lead) for pattern in cue.under)
        )


@dataclass(frozen=True, slots=True)
class CueReader:
    """Finds what a question asks for; one search a cue."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]

    @classmethod
    def of(cls, cues: Cues) -> "CueReader":
        """A reader of these cues."""
        return cls(tuple((cue.name, _pattern(cue)) for cue in cues.cues if any(cue.asks.values())))

    def asked_by(self, question: str) -> frozenset[str]:
        """Names of the cues that stand in a question."""
        folded = fold(question)
        return frozenset(name for name, pattern in self.patterns if pattern.search(folded))


def _pattern(cue: Cue) -> re.Pattern[str]:
    """One pattern of all phrases; where a word begins is looked for once, not once a phrase."""
    inside = [re.escape(fold(phrase)) for phrase in cue.asks.get("ja", ())]
    words = [_words(fold(phrase)) for language, phrases in cue.asks.items() if language != "ja" for phrase in phrases]
    firsts = "".join(sorted({re.escape(phrase[0]) for phrase in words}))
    at_words = [rf"(?<!\w)(?=[{firsts}])(?:{'|'.join(words)})"] if words else []
    return re.compile("|".join([*at_words, *inside]))


def _words(phrase: str) -> str:
    goes_on = phrase.endswith("*")
    words = r"\s+".join(map(re.escape, phrase.rstrip("*").split()))
    return words + ("" if goes_on else r"(?!\w)")
