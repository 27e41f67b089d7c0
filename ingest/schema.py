"""The forms of the corpus files that people write: what each key is, and what is refused."""

from collections import Counter
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from search.facts import NonEmpty
from search.normalise import fold

Url = Annotated[str, Field(pattern=r"^https?://\S+$")]
ShortText = Annotated[str, Field(min_length=1, max_length=70)]


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
    """Words that people use for a thing, and the words that the guide uses for it.

    Attributes:
        source: key of the source that the readings come from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    guide: NonEmpty
    people: tuple[NonEmpty, ...] = Field(min_length=1)
    source: NonEmpty
    note: NonEmpty | None = None


class Glossary(BaseModel):
    """`glossary.toml`: `sources` says in words where readings come from; entries name one by its key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: dict[NonEmpty, NonEmpty]
    entries: tuple[GlossaryEntry, ...]

    @model_validator(mode="after")
    def _entries_have_sources_and_phrases_one_meaning(self) -> "Glossary":
        for entry in self.entries:
            if entry.source not in self.sources:
                known = ", ".join(self.sources)
                raise ValueError(f"«{entry.guide}» names source {entry.source!r}; `sources` has {known}")
        said = Counter(fold(people) for entry in self.entries for people in entry.people)
        if twice := [f"«{people}»" for people, number in said.items() if number > 1]:
            raise ValueError(f"{', '.join(twice)} stands more than once; a phrase has one meaning")
        return self


class Place(BaseModel):
    """A city, prefecture or airport: the forms that the guide prints, and how else people spell it.

    Attributes:
        guide: single words; the first is what all spellings are searched by.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    guide: tuple[Annotated[str, Field(pattern=r"^\w+$")], ...] = Field(min_length=1)
    spellings: tuple[NonEmpty, ...]
    note: NonEmpty | None = None


class Service(BaseModel):
    """What an office is called or does, in the guide's words and in people's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    guide: NonEmpty
    people: tuple[NonEmpty, ...] = Field(min_length=1)


class PlacesData(BaseModel):
    """`places.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: NonEmpty
    places: tuple[Place, ...] = ()
    services: tuple[Service, ...] = ()

    @model_validator(mode="after")
    def _spellings_mean_one_place(self) -> "PlacesData":
        meant: dict[str, str] = {}
        for place in self.places:
            for name in map(fold, (*place.guide, *place.spellings)):
                if meant.setdefault(name, place.guide[0]) != place.guide[0]:
                    raise ValueError(f"«{name}» is a spelling of both {meant[name]} and {place.guide[0]}")
        return self


class Declension(BaseModel):
    """How words of one ending are declined; `adjective` is what stands between stem and adjective ending."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ending: NonEmpty
    cases: tuple[NonEmpty, ...] = Field(min_length=1)
    adjective: tuple[str, ...] = ()


class AnalyserData(BaseModel):
    """`analyser.toml`: word forms with the lemma that is right here, lemmas that carry no meaning of their own, and how
    names and borrowed words that the dictionary doesn't know are declined; of the declensions, the first that fits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: NonEmpty
    stop_words: tuple[NonEmpty, ...]
    lemmas: dict[NonEmpty, NonEmpty]
    declensions: tuple[Declension, ...] = ()
    adjective_endings: tuple[NonEmpty, ...] = ()


class Suggestions(BaseModel):
    """`suggestions.toml`: what is suggested while a question is typed, by the section that answers it.

    Attributes:
        starters: of the questions, those shown before anything is typed.
        terms: phrases of the guide, as the glossary has them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    starters: tuple[NonEmpty, ...] = ()
    questions: dict[NonEmpty, tuple[ShortText, ...]] = Field(default_factory=dict)
    terms: dict[NonEmpty, tuple[ShortText, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _texts_stand_once_and_starters_are_questions(self) -> "Suggestions":
        questions = [text for texts in self.questions.values() for text in texts]
        texts = Counter(map(fold, [*questions, *(text for texts in self.terms.values() for text in texts)]))
        if twice := [f"«{text}»" for text, number in texts.items() if number > 1]:
            raise ValueError(f"{', '.join(twice)} stands more than once; a suggestion has one section")
        if strange := [f"«{text}»" for text in self.starters if text not in questions]:
            raise ValueError(f"starters {', '.join(strange)} stand under no section of `questions`")
        return self
