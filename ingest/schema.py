"""The forms of the corpus files that people write: what each key is, and what is refused."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from search.facts import NonEmpty

Url = Annotated[str, Field(pattern=r"^https?://\S+$")]


class LinkErratum(BaseModel):
    """A known fault of a printed link, or a note on it; the published text itself is never edited."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    printed: Url
    corrected: Url | None = None
    note: NonEmpty | None = None
    reason: NonEmpty

    @model_validator(mode="after")
    def _says_something(self) -> "LinkErratum":
        if self.corrected is None and self.note is None:
            raise ValueError("an erratum needs `corrected`, `note` or both")
        return self


class Errata(BaseModel):
    """`errata.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    links: tuple[LinkErratum, ...] = ()


class GlossaryEntry(BaseModel):
    """Words that people use for a thing, and the words that the guide uses for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    guide: NonEmpty
    people: tuple[NonEmpty, ...] = Field(min_length=1)
    note: NonEmpty | None = None


class Glossary(BaseModel):
    """`glossary.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: NonEmpty
    entries: tuple[GlossaryEntry, ...]


class AnalyserData(BaseModel):
    """`analyser.toml`: word forms with the lemma that is right here, and lemmas that carry no meaning of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: NonEmpty
    stop_words: tuple[NonEmpty, ...]
    lemmas: dict[NonEmpty, NonEmpty]
