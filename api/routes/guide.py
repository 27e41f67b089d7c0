"""`/v1/guide`: which guide this is, what is held of it, and which build serves it."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.dependencies import EngineDependency
from search.facts import Chapter
from search.manifest import Counts

router = APIRouter(tags=["guide"])


class ChapterOut(BaseModel):
    """A chapter; `title` is the guide's own where it is known, `topic` this project's wording."""

    number: str
    title: str | None
    topic: str


class GuideOut(BaseModel):
    """The guide as a publication, what is held of it, and the build that serves it."""

    name: str
    original_name: str
    publisher: str
    language: str
    edition: str
    published: str
    contents_as_of: str
    official_page: str
    held: tuple[ChapterOut, ...]
    absent: tuple[ChapterOut, ...]
    files: dict[str, str] = Field(description="SHA-256 of each file of the corpus")
    index: str
    built: datetime
    encoder: str
    counts: Counts


@router.get("/v1/guide", summary="Про посібник")
async def describe_guide(engine: EngineDependency) -> GuideOut:
    """Видання, дати, наявні та відсутні розділи, контрольні суми файлів, збірка індексу."""
    guide, manifest = engine.build.guide, engine.build.manifest
    facts = guide.facts
    return GuideOut(
        name=facts.name,
        original_name=facts.original_name,
        publisher=facts.publisher,
        language=facts.language,
        edition=facts.edition,
        published=facts.published,
        contents_as_of=facts.contents_as_of,
        official_page=str(facts.official_page),
        held=tuple(_chapter(facts.chapter(number), guide.sections[number].title) for number in facts.present),
        absent=tuple(map(_chapter, facts.absent)),
        files=manifest.corpus,
        index=manifest.build,
        built=manifest.created,
        encoder=manifest.encoder.id,
        counts=manifest.counts,
    )


def _chapter(chapter: Chapter, heading: str | None = None) -> ChapterOut:
    return ChapterOut(number=chapter.number, title=heading or chapter.title, topic=chapter.topic)
