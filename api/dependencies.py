"""What routes are given."""

from typing import Annotated

from fastapi import Depends, HTTPException, Path, Request
from starlette.concurrency import run_in_threadpool

from api.engine_holder import EngineHolder
from search.engine import Engine


async def _engine(request: Request) -> Engine:
    holder: EngineHolder = request.app.state.engines
    engine = holder.opened
    return engine if engine is not None else await run_in_threadpool(holder.get)


EngineDependency = Annotated[Engine, Depends(_engine)]
SectionIdInPath = Annotated[
    str, Path(description="номер розділу, як його дає /v1/sections", examples=["1", "1.1-3", "1.2-6.key"])
]


async def expect_json(request: Request) -> None:
    """Refuse a body of another type than JSON."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "expected a body of type application/json")
