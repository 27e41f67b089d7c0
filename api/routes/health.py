"""Liveness and readiness."""

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api.dependencies import EngineDependency

router = APIRouter(prefix="/health", tags=["health"])


class Live(BaseModel):
    """The process answers."""

    status: str = "live"


class Ready(BaseModel):
    """The index is loaded, and a canary question was answered by both legs just now."""

    status: str = "ready"
    index: str
    encoder: str


@router.get("/live", summary="Чи працює процес")
async def live() -> Live:
    """Завжди 200, доки процес відповідає."""
    return Live()


@router.get("/ready", summary="Чи готовий відповідати")
async def ready(engine: EngineDependency) -> Ready:
    """200, якщо індекс завантажено й обидві гілки пошуку знаходять контрольний текст; інакше 503 з причиною."""
    await run_in_threadpool(engine.check_legs)
    return Ready(index=engine.build.manifest.build, encoder=engine.encoder.description.id)
