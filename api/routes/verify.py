"""`/v1/sections/{id}/verify`: whether a quotation stands in the guide, for anyone who was shown one."""

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.dependencies import EngineDependency, SectionIdInPath
from search.response import GuideStamp
from search.response_parts import guide_stamp
from search.verify import Verification, verify_quote

router = APIRouter(tags=["guide"])

MAX_QUOTE = 4000
_VISIBLE = r"[^\s\x1c-\x1f\x85]"


class DifferenceOut(BaseModel):
    """Words of the quotation, and the guide's words in their place."""

    quoted: str
    printed: str


class VerificationOut(BaseModel):
    """What was found of a quotation; `start` and `end` count code points of the chapter's file."""

    match: Literal["exact", "folded", "none"] = Field(
        description="exact: дослівно; folded: крім пропусків, лапок, апострофів і тире; none: немає"
    )
    section_id: str | None = Field(description="розділ, де стоїть цитата або найближчий до неї уривок")
    start: int | None
    end: int | None
    text: str | None = Field(description="власний текст посібника на цьому місці")
    likeness: float = Field(description="подібність уривка до цитати, від 0 до 100")
    differences: tuple[DifferenceOut, ...]
    page: str | None
    guide: GuideStamp
    index: str


@router.get("/v1/sections/{section_id}/verify", summary="Перевірити цитату")
async def verify(
    section_id: SectionIdInPath,
    quote: Annotated[
        str,
        Query(
            min_length=1,
            max_length=MAX_QUOTE,
            description="цитата, яку треба знайти в розділі та його підрозділах",
            json_schema_extra={"pattern": _VISIBLE},
        ),
    ],
    engine: EngineDependency,
) -> VerificationOut:
    """Чи стоїть цитата в розділі: дослівно, з точністю до пропусків і лапок або ні; тоді що найближче."""
    section = engine.build.guide.section(section_id)
    if not quote.strip():
        raise HTTPException(422, f"quote: nothing visible in it; expected 1 to {MAX_QUOTE} characters of the guide")
    found = await run_in_threadpool(verify_quote, engine.build.guide, section, quote)
    return _out(found, guide_stamp(engine.build.guide.facts), engine.build.manifest.build)


def _out(found: Verification, guide: GuideStamp, index: str) -> VerificationOut:
    return VerificationOut(
        match=found.match,
        section_id=found.section_id,
        start=found.span.start if found.span else None,
        end=found.span.end if found.span else None,
        text=found.text,
        likeness=found.likeness,
        differences=tuple(DifferenceOut(quoted=one.quoted, printed=one.printed) for one in found.differences),
        page=f"/guide/{found.section_id}" if found.section_id else None,
        guide=guide,
        index=index,
    )
