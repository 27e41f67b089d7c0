"""The HTTP application: what is served where, in which order requests pass, and how errors look."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from api.body_limit import BodyLimitMiddleware
from api.engine_holder import EngineHolder
from api.feedback_store import FeedbackStore, feedback_file
from api.problems import PROBLEM_RESPONSES, add_problem_handlers
from api.request_id import RequestIdMiddleware
from api.response_cache import ResponseCache
from api.routes import docs, feedback, guide, health, pages, search, sections, verify, widget
from api.search_threads import SearchThreads
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


def create_app(settings: Settings) -> FastAPI:
    """An application over the index that the settings name."""
    holder = EngineHolder(settings)
    threads = SearchThreads(settings.threads)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(holder.open)
        yield
        threads.close()

    app = FastAPI(
        title="Довідник",
        version=version("dovidnyk"),
        description=_DESCRIPTION,
        lifespan=lifespan,
        middleware=[Middleware(RequestIdMiddleware), Middleware(BodyLimitMiddleware)],
        responses=PROBLEM_RESPONSES,
        docs_url=None,
        redoc_url=None,
    )
    app.state.engines = holder
    app.state.search_threads = threads
    app.state.responses = ResponseCache(settings.cache)
    app.state.feedback = FeedbackStore(feedback_file(settings.var), settings.feedback_days)
    app.state.widgets = WidgetVersions(settings.var / "widget")
    app.state.feedback_questions = settings.feedback_questions
    add_problem_handlers(app)
    routers = [module.router for module in (search, sections, verify, feedback, guide, health, pages, widget, docs)]
    for router in routers:
        app.include_router(router)
    app.state.routes = [route for router in routers for route in router.routes]
    app.mount("/assets", StaticFiles(directory=Path(__file__).parent / "static"), name="assets")
    return app


def create_app_from_environment() -> FastAPI:
    """What a server process calls: the application with the settings of its environment."""
    return create_app(read_settings())
