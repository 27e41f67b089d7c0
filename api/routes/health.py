"""Liveness and readiness."""

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.dependencies import EngineDependency
from api.engine_holder import EngineHolder

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process answers."""

    status: str = "live"


class Ready(BaseModel):
    """The index is loaded, and a canary question was answered by both legs just now."""

    status: str = "ready"
    index: str
    encoder: str
    refused: str | None = Field(None, description="чому опублікована збірка не та, що працює")


@router.get("/live", summary="Чи працює процес")
async def live() -> Live:
    """Завжди 200, доки процес відповідає."""
    return Live()


@router.get("/ready", summary="Чи готовий відповідати")
async def ready(request: Request, engine: EngineDependency) -> Ready:
    """200, якщо індекс завантажено й обидві гілки пошуку знаходять контрольний текст; інакше 503 з причиною."""
    await run_in_threadpool(engine.check_legs)
    holder: EngineHolder = request.app.state.engines
    return Ready(index=engine.build.manifest.build, encoder=engine.encoder.description.id, refused=holder.refusal)
