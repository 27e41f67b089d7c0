"""`/admin/reload`: taking up what is published at once, and hearing what came of it."""

import os

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.engine_holder import EngineHolder
from search.errors import DovidnykError

router = APIRouter(prefix="/admin", tags=["admin"])


class Reloaded(BaseModel):
    """What became of a look at what is published."""

    before: str | None = Field(description="збірка, що працювала перед запитом")
    now: str = Field(description="збірка, що працює тепер")
    changed: bool
    swaps: int = Field(description="скільки разів цей процес змінив збірку від свого запуску")
    process: int = Field(description="номер процесу, що відповів; інші процеси перевіряють збірку самі")


@router.post("/reload", summary="Узяти опубліковану збірку негайно")
async def reload(request: Request) -> Reloaded:
    """Перевірити опубліковану збірку й перейти на неї; 409 з причиною, якщо вона непридатна й працює попередня."""
    holder: EngineHolder = request.app.state.engines
    try:
        swap = await run_in_threadpool(holder.take_up)
    except DovidnykError as error:
        if holder.opened is None:
            raise
        serving = holder.opened.build.manifest.build
        raise HTTPException(409, f"{serving} goes on serving: {error}") from error
    return Reloaded(before=swap.before, now=swap.now, changed=swap.changed, swaps=holder.swaps, process=os.getpid())
