"""`/v1/search`: a question in, ranked sections with citations and links out."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import EngineDependency, expect_json
from api.entity_tag import entity_tag, is_held
from api.json_body import STRICT, WholeNumber
from api.observation import observe_cache, observe_search, observe_stages, repair_kinds
from api.response_cache import CachedResponse, ResponseCache
from api.search_threads import SearchThreads
from search.engine import Engine, SearchOptions
from search.normalise import MAX_QUESTION, VISIBLE, normalise_question
from search.response import SearchResponse
from search.timings import Timings

router = APIRouter(tags=["search"])

_EXAMPLES = ["загубила картку, шо робити", "Куди телефонувати в Осаці?", "zahubyv posvidku"]
_WITHOUT_EXPLANATIONS: Any = {"thresholds": True, "results": {"__all__": {"explain"}}}


class SearchParameters(BaseModel):
    """A question and how it is to be answered."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(
        description=f"запитання будь-якими словами, від 1 до {MAX_QUESTION} знаків без пробілів по краях",
        examples=_EXAMPLES,
        json_schema_extra={"minLength": 1, "maxLength": MAX_QUESTION, "pattern": VISIBLE},
    )
    limit: WholeNumber = Field(5, ge=1, le=20, description="скільки розділів показати")
    offset: WholeNumber = Field(0, ge=0, le=100_000, description="скільки найкращих розділів пропустити")
    repair: bool = Field(True, description="перед пошуком виправити розкладку клавіатури, транслітерацію й правопис")
    explain: bool = Field(False, description="показати, що дала розділам кожна гілка пошуку")


class SearchRequest(SearchParameters):
    """A question and how it is to be answered, in JSON."""

    model_config = STRICT


@router.get("/v1/search", response_model=SearchResponse, summary="Поставити запитання")
async def search_by_get(
    request: Request, parameters: Annotated[SearchParameters, Query()], engine: EngineDependency
) -> Response:
    """Найкращі розділи посібника для запитання. Для сторінок краще POST: запитання не потрапить до журналів."""
    return await _answer(request, engine, parameters)


@router.post(
    "/v1/search",
    response_model=SearchResponse,
    summary="Поставити запитання (JSON)",
    dependencies=[Depends(expect_json)],
)
async def search_by_post(
    request: Request,
    parameters: Annotated[SearchRequest, Body(examples=[{"q": question} for question in _EXAMPLES])],
    engine: EngineDependency,
) -> Response:
    """Те саме, що GET, з тими самими полями в JSON."""
    return await _answer(request, engine, parameters)


async def _answer(request: Request, engine: Engine, parameters: SearchParameters) -> Response:
    """Search off the event loop, unless the same was asked of the same build before.

    The body depends on question and build alone: so does its entity tag, and a caller that has it needs no search.
    """
    question = normalise_question(parameters.q)
    options = SearchOptions(parameters.limit, parameters.offset, parameters.repair, parameters.explain)
    key = (engine.build.manifest.build, question, options)
    headers = {"ETag": entity_tag(key), "Cache-Control": "private, no-cache"}
    if request.method == "GET" and is_held(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    cache: ResponseCache = request.app.state.responses
    timings = Timings()
    answered = cache.get(key)
    observe_cache(request, hit=answered is not None)
    if answered is None:
        threads: SearchThreads = request.app.state.search_threads
        answered = await threads.run(_search, engine, question, options, timings)
        cache.put(key, answered)
        observe_stages(request, timings)
    observe_search(request, answered.outcome, answered.repairs)
    headers["Server-Timing"] = timings.header or "cache"
    return Response(answered.body, headers=headers, media_type="application/json")


def _search(engine: Engine, question: str, options: SearchOptions, timings: Timings) -> CachedResponse:
    response = engine.search(question, options, timings)
    with timings.stage("json"):
        left_out = None if options.explain else _WITHOUT_EXPLANATIONS
        body = response.model_dump_json(by_alias=True, exclude=left_out).encode()
    return CachedResponse(body, response.outcome, repair_kinds(response))
