"""Liveness and readiness."""

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.checkup import NEEDED, Finding, check_disk, check_engine, check_feedback, describe_failure
from api.engine_holder import EngineHolder
from api.problems import RETRY_SECONDS, problem_response
from search.engine import Engine
from search.errors import DovidnykError

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process answers."""

    status: str = "live"


class Part(BaseModel):
    """A part of the service, whether it is well, and why (not)."""

    part: str = Field(description="index, encoder, dense, lexical, feedback, disk")
    ok: bool
    why: str


class Ready(BaseModel):
    """All that answering needs is well, tried just now; `degraded` where feedback or disk is not."""

    status: Literal["ready", "degraded"]
    index: str
    encoder: str
    parts: tuple[Part, ...]
    refused: str | None = Field(None, description="чому опублікована збірка не та, що працює")


@router.get("/live", summary="Чи працює процес")
async def live() -> Live:
    """Завжди 200, доки процес відповідає."""
    return Live()


@router.get("/ready", response_model=Ready, summary="Чи готовий відповідати")
async def ready(request: Request) -> Response:
    """200, якщо індекс і кодувальник завантажено й обидві гілки пошуку знаходять контрольний текст; інакше 503.

    В обох випадках parts каже про кожну частину, чи вона справна й чому. Якщо несправні лише відгуки чи диск, на
    запитання можна відповідати: тоді 200 і status degraded.
    """
    engine, findings = await run_in_threadpool(_look, request)
    parts = tuple(Part(part=finding.part, ok=finding.well, why=finding.says) for finding in findings)
    missing = [finding for finding in findings if not finding.well and finding.part in NEEDED]
    if engine is None or missing:
        detail = "; ".join(f"{finding.part}: {finding.says}" for finding in missing)
        more = {"parts": [part.model_dump() for part in parts]}
        return problem_response(request, 503, detail, {"Retry-After": str(RETRY_SECONDS)}, more)
    body = Ready(
        status="ready" if all(part.ok for part in parts) else "degraded",
        index=engine.build.manifest.build,
        encoder=engine.encoder.description.id,
        parts=parts,
        refused=request.app.state.engines.refusal,
    )
    return Response(body.model_dump_json(), media_type="application/json")


def _look(request: Request) -> tuple[Engine | None, list[Finding]]:
    state = request.app.state
    others = [check_feedback(state.feedback), check_disk(state.settings.var)]
    holder: EngineHolder = state.engines
    try:
        engine = holder.get()
    except DovidnykError as error:
        return None, [describe_failure(error), *others]
    return engine, [*check_engine(engine), *others]
