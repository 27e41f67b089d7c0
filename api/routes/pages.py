"""The pages: the search page and a page for each section. They work without JavaScript."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.answer_view import view_answer, view_quote
from api.dependencies import EngineDependency
from api.markup import excerpt_segments
from api.observation import observe_search, observe_stages, repair_kinds
from api.request_id import request_id_of
from api.search_threads import SearchThreads
from api.section_view import view_section
from api.templating import TEMPLATES
from search.engine import Engine, SearchOptions
from search.errors import QuestionError, SectionNotFoundError
from search.normalise import MAX_QUESTION
from search.response import SearchResponse
from search.response_parts import links_of, trail_of
from search.timings import Timings

router = APIRouter(include_in_schema=False)


_EMPTY = "Напишіть запитання: хоча б одне слово."
_TOO_LONG = f"Запитання задовге: пошук бере щонайбільше {MAX_QUESTION} знаків. Скоротіть його, будь ласка."


@router.api_route("/", methods=["GET", "HEAD"])
async def search_page(
    request: Request, engine: EngineDependency, q: str | None = None, repair: str = "true"
) -> Response:
    """The search page, with the answer where a question is asked."""
    response: SearchResponse | None = None
    problem = None
    status = 200
    if q is not None:
        try:
            threads: SearchThreads = request.app.state.search_threads
            timings = Timings()
            response = await threads.run(_search, engine, q, timings, repair=repair != "false")
            observe_stages(request, timings)
            observe_search(request, response.outcome, repair_kinds(response))
        except QuestionError:
            problem, status = (_EMPTY if len(q) <= MAX_QUESTION else _TOO_LONG), 422
    sections = engine.build.guide.sections
    results = [
        (result, excerpt_segments(result.excerpt, sections[result.section.id]))
        for result in (response.results if response else ())
    ]
    context = {
        "q": q or "",
        "response": response,
        "results": results,
        "problem": problem,
        "answer": view_answer(engine.build.guide, response.answer) if response and response.answer else None,
        "desk": view_quote(engine.build.guide, response.pointer.quote)
        if response and response.pointer and response.pointer.quote
        else None,
        "request_id": request_id_of(request.scope),
    }
    return _page(request, engine, "search.html", context, status)


@router.api_route("/guide/{section_id}", methods=["GET", "HEAD"])
async def section_page(request: Request, section_id: str, engine: EngineDependency) -> Response:
    """A section of the guide, whole, with an anchor at every level."""
    guide = engine.build.guide
    try:
        section = guide.section(section_id)
    except SectionNotFoundError:
        return _page(request, engine, "missing.html", {"q": ""}, 404)
    before, after = guide.neighbours(section)
    context = {
        "q": "",
        "view": view_section(guide, section),
        "trail": trail_of(guide, section),
        "links": links_of(guide, section),
        "before": before,
        "after": after,
    }
    return _page(request, engine, "section.html", context)


def _search(engine: Engine, question: str, timings: Timings, *, repair: bool) -> SearchResponse:
    return engine.search(question, SearchOptions(repair=repair), timings)


def _page(
    request: Request, engine: Engine, template: str, context: Mapping[str, object], status: int = 200
) -> Response:
    facts = engine.build.guide.facts
    held = [engine.build.guide.sections[number] for number in facts.present]
    return TEMPLATES.TemplateResponse(request, template, {"facts": facts, "held": held, **context}, status_code=status)
