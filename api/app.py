"""The HTTP application: what is served where, in which order requests pass, and how errors look."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.access.counters import Counters
from api.access.middleware import AccessMiddleware, Limits
from api.access.partner_store import partners_file
from api.access.register import Register
from api.access.schema import with_security
from api.agents.http import AgentEndpoint
from api.background import in_background
from api.body_limit import BodyLimitMiddleware
from api.build_watch import watch_builds
from api.engine_holder import EngineHolder
from api.error_guard import ErrorGuardMiddleware
from api.feedback_expiry import expire_feedback
from api.feedback_store import FeedbackStore, feedback_file
from api.logs import configure_logs
from api.metrics import Metrics
from api.observation import ObservationMiddleware
from api.orphans import stop_with_parent
from api.overload import OverloadMiddleware
from api.plain_requests import PlainRequestsMiddleware
from api.problems import PROBLEM_RESPONSES, add_problem_handlers
from api.request_id import RequestIdMiddleware, with_request_id
from api.response_cache import ResponseCache
from api.routes import (
    admin,
    docs,
    feedback,
    guide,
    health,
    llms,
    opensearch,
    pages,
    privacy,
    prometheus,
    search,
    sections,
    suggest,
    verify,
    widget,
)
from api.search_threads import SearchThreads
from api.security_headers import SecurityHeadersMiddleware
from api.widget.versions import WidgetVersions
from search.settings import Settings, read_settings

_DESCRIPTION = """
Пошук відповідей в українському виданні «Посібника з проживання та роботи» (生活・就労ガイドブック)
Імміграційного бюро Японії: розділ, що відповідає на запитання, дослівно, з посиланням на офіційну сторінку.

*Search over the Ukrainian edition of Japan's Guidebook on Living and Working: the section that answers a question,
verbatim, cited the guide's own way, with the official link. Not an official service; the official page decides.*

All positions (`start`, `end`, `highlights`) count code points. JavaScript strings count UTF-16 units: convert first,
for example with `Array.from(text)`.

Version 1 is stable: fields may be added, never changed or removed.
"""


class _Application(FastAPI):
    """Its OpenAPI document says which keys an operation takes, and which header every response has."""

    def openapi(self) -> dict[str, Any]:
        return with_request_id(with_security(super().openapi()))


def create_app(settings: Settings) -> FastAPI:
    """An application over the index that the settings name.

    Raises:
        PartnersError: the file of partners can't be used.
        SettingsError: the limits' store can't be used.
    """
    holder = EngineHolder(settings)
    threads = SearchThreads(settings.threads, settings.queue)
    counters = Counters(settings.limits_store)
    metrics = Metrics()
    agents = AgentEndpoint(holder.get, threads) if settings.mcp else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(holder.open)
        async with (
            in_background(watch_builds(holder, settings.watch_seconds)),
            in_background(expire_feedback(app.state.feedback)),
            agents.running() if agents else nullcontext(),
        ):
            yield
        threads.close()
        await counters.close()

    app = _Application(
        title="Довідник",
        version=version("dovidnyk"),
        description=_DESCRIPTION,
        lifespan=lifespan,
        middleware=[
            *_proxy_middleware(settings),
            Middleware(RequestIdMiddleware),
            Middleware(SecurityHeadersMiddleware),
            Middleware(ObservationMiddleware, metrics=metrics, queue_length=lambda: threads.queued),
            Middleware(ErrorGuardMiddleware),
            Middleware(PlainRequestsMiddleware, hosts=settings.host_names),
            Middleware(
                AccessMiddleware,
                register=Register(partners_file(settings.var)),
                counters=counters,
                limits=Limits(settings.caller_limit, settings.partner_limit),
                without_keys=settings.without_keys,
            ),
            Middleware(OverloadMiddleware, threads=threads, route=search.router.routes[0]),
            Middleware(BodyLimitMiddleware, seconds=settings.request_seconds),
        ],
        responses=PROBLEM_RESPONSES,
        docs_url=None,
        redoc_url=None,
    )
    app.state.engines = holder
    app.state.settings = settings
    app.state.metrics = metrics
    app.state.search_threads = threads
    app.state.responses = ResponseCache(settings.cache)
    app.state.feedback = FeedbackStore(feedback_file(settings.var), settings.feedback_days)
    app.state.widgets = WidgetVersions(settings.var / "widget")
    add_problem_handlers(app)
    modules = (search, suggest, sections, verify, feedback, guide, health, prometheus, admin)
    pages_and_files = (opensearch, llms, pages, widget, privacy, docs)
    routers = [module.router for module in (*modules, *pages_and_files)]
    for router in routers:
        app.include_router(router)
    if agents:
        app.router.routes.extend(agents.routes)
    app.state.routes = [route for router in routers for route in router.routes]
    app.mount("/assets", StaticFiles(directory=Path(__file__).parent / "static"), name="assets")
    return app


def _proxy_middleware(settings: Settings) -> list[Middleware]:
    """Takes a caller's address and scheme from `X-Forwarded-*`, where the peer is a proxy that is trusted."""
    if settings.trusted_proxies == "none":
        return []
    return [Middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)]


def create_app_from_environment() -> FastAPI:
    """What a server process calls: the application with the settings of its environment."""
    stop_with_parent()
    settings = read_settings()
    configure_logs(settings.log_level, settings.log_format)
    return create_app(settings)
