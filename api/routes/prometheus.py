"""`/metrics`: what the service counts, for Prometheus."""

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from starlette.concurrency import run_in_threadpool

from api.engine_holder import EngineHolder
from api.metrics import Metrics

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def report_metrics(request: Request) -> Response:
    """Counters, times, the length of the queue, and which index is served; works without an index, too."""
    holder: EngineHolder = request.app.state.engines
    metrics: Metrics = request.app.state.metrics
    manifest = holder.opened.build.manifest if holder.opened else None
    body = await run_in_threadpool(metrics.exposition, manifest)
    return Response(body, media_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})
