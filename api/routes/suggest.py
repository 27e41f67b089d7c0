"""`/v1/suggest`: suggestions while a question is typed; `/v1/suggest/opensearch`: the same for a browser's own box."""

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api.dependencies import EngineDependency, expect_json
from api.entity_tag import entity_tag, is_held
from api.json_body import STRICT, WholeNumber
from search.engine import Engine
from search.normalise import MAX_QUESTION
from search.suggest import MAX_SUGGESTIONS
from search.suggestion import Suggestion

router = APIRouter(tags=["search"])

OPENSEARCH_SUGGESTIONS = "application/x-suggestions+json"

_SECONDS_FRESH = 300
_OPENSEARCH_FORM: dict[str, Any] = {
    "title": "OpenSearchSuggestions",
    "description": "набране й підказки до нього",
    "type": "array",
    "items": {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": MAX_SUGGESTIONS}]
    },
    "minItems": 2,
    "maxItems": 2,
    "examples": [["загуб", ["Що робити, якщо загубилася картка резидента?"]]],
}


class SuggestParameters(BaseModel):
    """What has been typed so far."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(
        "",
        max_length=MAX_QUESTION,
        description="набране досі; порожнє дає кілька поширених запитань",
        examples=["загуб", "pfue,", "zahub"],
    )
    limit: WholeNumber = Field(MAX_SUGGESTIONS, ge=1, le=MAX_SUGGESTIONS, description="скільки підказок показати")


class SuggestRequest(SuggestParameters):
    """What has been typed so far, in JSON."""

    model_config = STRICT


class SuggestionOut(BaseModel):
    """A suggestion; `highlights` are ranges of code points of its text that were typed."""

    text: str = Field(examples=["Що робити, якщо загубилася картка резидента?"])
    kind: Literal["heading", "question", "term"] = Field(
        description="heading: заголовок розділу; question: запитання; term: термін посібника або установа"
    )
    section_id: str | None = Field(description="розділ, до якого веде підказка", examples=["1.1-3"])
    highlights: tuple[tuple[int, int], ...] = Field(examples=[[[16, 21]]])


class Suggestions(BaseModel):
    """Suggestions, the best first."""

    suggestions: tuple[SuggestionOut, ...]
    index: str


@router.get("/v1/suggest", response_model=Suggestions, summary="Підказки під час набору")
async def suggest_by_get(
    request: Request, parameters: Annotated[SuggestParameters, Query()], engine: EngineDependency
) -> Response:
    """Заголовки, запитання й терміни, що відповідають набраному.

    Для сторінок краще POST: набране не потрапить до журналів.
    """
    headers = _cache_headers(engine, parameters)
    if is_held(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    body = await run_in_threadpool(_body, engine, parameters)
    return Response(body, headers=headers, media_type="application/json")


@router.post(
    "/v1/suggest",
    response_model=Suggestions,
    summary="Підказки під час набору (JSON)",
    dependencies=[Depends(expect_json)],
)
async def suggest_by_post(
    parameters: Annotated[SuggestRequest, Body(examples=[{"q": "загуб"}])], engine: EngineDependency
) -> Response:
    """Те саме, що GET, з тими самими полями в JSON."""
    body = await run_in_threadpool(_body, engine, parameters)
    return Response(body, headers={"Cache-Control": "no-store"}, media_type="application/json")


@router.get(
    "/v1/suggest/opensearch",
    summary="Підказки для рядка пошуку браузера",
    response_class=Response,
    responses={200: {"content": {OPENSEARCH_SUGGESTIONS: {"schema": _OPENSEARCH_FORM}}}},
)
async def suggest_to_browser(
    request: Request, parameters: Annotated[SuggestParameters, Query()], engine: EngineDependency
) -> Response:
    """Набране та запитання-підказки у формі OpenSearch Suggestions: `["загуб", ["Що робити, якщо…", …]]`."""
    headers = _cache_headers(engine, parameters)
    if is_held(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    found = await run_in_threadpool(engine.suggester.suggest, parameters.q, parameters.limit)
    questions = [suggestion.candidate.text for suggestion in found if suggestion.candidate.kind == "question"]
    body = json.dumps([parameters.q, questions], ensure_ascii=False)
    return Response(body, headers=headers, media_type=OPENSEARCH_SUGGESTIONS)


def _body(engine: Engine, parameters: SuggestParameters) -> bytes:
    """Not for the event loop: a millisecond is usual, but what nobody has typed before may take a hundred."""
    found = engine.suggester.suggest(parameters.q, parameters.limit)
    answer = Suggestions(suggestions=tuple(map(_out, found)), index=engine.build.manifest.build)
    return answer.model_dump_json().encode()


def _out(suggestion: Suggestion) -> SuggestionOut:
    candidate = suggestion.candidate
    return SuggestionOut(
        text=candidate.text,
        kind=candidate.kind,
        section_id=candidate.section_id,
        highlights=suggestion.highlights,
    )


def _cache_headers(engine: Engine, parameters: SuggestParameters) -> dict[str, str]:
    """What was typed and the build decide; a browser keeps the answer for some minutes, nobody in between does."""
    key = (engine.build.manifest.build, parameters.q, parameters.limit)
    return {"ETag": entity_tag(key), "Cache-Control": f"private, max-age={_SECONDS_FRESH}"}
