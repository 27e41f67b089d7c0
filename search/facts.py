"""What is known about the guide as a publication: edition, dates, chapters. Data, from the corpus to every response."""

from collections import Counter
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator

ChapterNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,4}$")]
YearMonth = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
NonEmpty = Annotated[str, Field(min_length=1)]


class Emergency(BaseModel):
    """A number to call at once, with where it is said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[str, Field(pattern=r"^\d{3,}$")]
    service: NonEmpty
    source: NonEmpty


class Chapter(BaseModel):
    """A chapter of the guide: `topic` is in this project's wording; `title` is the guide's own, where it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: ChapterNumber
    topic: NonEmpty
    title: str | None = None
    words: tuple[NonEmpty, ...] = ()
    emergencies: tuple[Emergency, ...] = ()


class HelpDesk(BaseModel):
    """The contact table whose first row says whom to ask where the guide has no answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    section: NonEmpty
    table: NonEmpty


class GuideFacts(BaseModel):
    """Edition, publisher, dates, official page, chapters of the guide, and whom to ask beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: NonEmpty
    original_name: NonEmpty
    publisher: NonEmpty
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    edition: NonEmpty
    published: YearMonth
    contents_as_of: YearMonth
    official_page: HttpUrl
    help_desk: HelpDesk | None = None
    chapters: tuple[Chapter, ...] = Field(min_length=1)
    present: tuple[ChapterNumber, ...] = ()

    @model_validator(mode="after")
    def _chapters_are_consistent(self) -> "GuideFacts":
        numbers = [chapter.number for chapter in self.chapters]
        twice = {number for number, count in Counter(numbers).items() if count > 1}
        if twice:
            raise ValueError(f"chapters {sorted(twice)} stand more than once; each has one entry")
        unknown = set(self.present) - set(numbers)
        if unknown:
            raise ValueError(f"present names chapters {sorted(unknown)} that have no [[chapters]] entry")
        return self

    def chapter(self, number: str) -> Chapter:
        """The chapter with that number."""
        return next(chapter for chapter in self.chapters if chapter.number == number)

    @property
    def absent(self) -> tuple[Chapter, ...]:
        """The chapters of the guide that are not held."""
        return tuple(chapter for chapter in self.chapters if chapter.number not in self.present)
