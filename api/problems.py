"""One error shape everywhere: RFC 9457 `application/problem+json`, with a detail that says what would be right.

A browser that asks for a page gets a page that says it to a reader instead.
"""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from api.error_page import error_page, wants_page
from api.feedback_store import FeedbackError
from api.logs import log_event
from api.metrics import Metrics
from api.request_id import request_id_of
from api.search_threads import OverloadError
from search.errors import BuildError, EncoderError, PassagesUnavailableError, QuestionError, SectionNotFoundError

MEDIA_TYPE = "application/problem+json"

RETRY_SECONDS = 5
_OVERLOAD_RETRY_SECONDS = 1
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,31}")


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(default="about:blank", examples=["about:blank"])
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["q: the question is empty; expected 1 to 1000 visible characters"])
    request_id: str = Field(examples=["0f8fad5bd9cb469fa16570867728950e"])


PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "A problem, in the one shape of all errors",
        "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
    }
}


def problem_response(
    request: Request,
    status: int,
    detail: str,
    headers: dict[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """A problem document. The detail never repeats what was asked, so that no question ends up in a log of errors.

    Args:
        more: members of the document beyond those that all have.
    """
    phrase = "Unprocessable Content" if status == 422 else HTTPStatus(status).phrase
    if wants_page(request):
        return error_page(request, status, headers)
    problem = Problem(title=phrase, status=status, detail=detail, request_id=request_id_of(request.scope))
    return Response(json.dumps(problem.model_dump() | dict(more or {})), status, headers, media_type=MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Turn every error of an application into a problem document.

    All handlers are coroutines: others are sent to a thread, and under load that takes longer than all the rest.
    """
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(QuestionError, _bad_question)
    app.add_exception_handler(SectionNotFoundError, _not_found)
    app.add_exception_handler(BuildError, _unavailable)
    app.add_exception_handler(EncoderError, _unavailable)
    app.add_exception_handler(PassagesUnavailableError, _passages_away)
    app.add_exception_handler(FeedbackError, _feedback_lost)
    app.add_exception_handler(OverloadError, _overloaded)
    app.add_exception_handler(HTTPException, _http)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem_response(request, 422, "; ".join(_faults(error.errors(), _allowed_fields(request))))


def _allowed_fields(request: Request) -> list[str]:
    """The fields that the operation at this address takes."""
    dependant = request.scope["route"].dependant
    forms = [field.field_info.annotation for field in (*dependant.query_params, *dependant.body_params)]
    return [
        name for form in forms if isinstance(form, type) and issubclass(form, BaseModel) for name in form.model_fields
    ]


def _faults(errors: Sequence[Any], allowed: Sequence[str]) -> list[str]:
    """One clause a fault: the field and what is allowed, without the value that was sent."""
    faults = []
    for error in errors:
        field = _named(".".join(str(part) for part in error["loc"] if part not in ("query", "body", "path")))
        message = error["msg"]
        if error["type"] == "extra_forbidden":
            message = f"unknown field; allowed are {', '.join(allowed)}"
        elif error["type"] == "missing":
            message = "is missing"
        elif error["type"] == "json_invalid":
            field, message = "body", "is not valid JSON"
        faults.append(f"{field or 'body'}: {message}")
    return faults


def _named(field: str) -> str:
    """A field's name as it was sent, if it can be a name: a question that was put in its place isn't repeated."""
    return field if _FIELD.fullmatch(field) or not field else "a field"


async def _bad_question(request: Request, error: Exception) -> Response:
    return problem_response(request, 422, f"q: {error}")


async def _not_found(request: Request, error: Exception) -> Response:
    return problem_response(request, 404, str(error))


async def _unavailable(request: Request, error: Exception) -> Response:
    return problem_response(request, 503, str(error), {"Retry-After": str(RETRY_SECONDS)})


async def _passages_away(request: Request, error: Exception) -> Response:
    metrics: Metrics = request.app.state.metrics
    metrics.count_passages_away()
    return problem_response(request, 503, str(error), {"Retry-After": str(RETRY_SECONDS)})


def overload_response(request: Request, error: Exception) -> Response:
    """The problem document of a question that the queue has no room for."""
    return problem_response(request, 503, str(error), {"Retry-After": str(_OVERLOAD_RETRY_SECONDS)})


async def _overloaded(request: Request, error: Exception) -> Response:
    return overload_response(request, error)


async def _feedback_lost(request: Request, error: Exception) -> Response:
    log_event(logging.ERROR, "feedback lost", request_id=request_id_of(request.scope), why=str(error))
    headers = {"Retry-After": str(RETRY_SECONDS)}
    return problem_response(request, 503, "feedback can't be kept just now; try again later", headers)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = error.detail
    if error.status_code == 400:  # what FastAPI makes of a body that json can't read, by its bytes or its depth
        return problem_response(request, 422, "body: is not valid JSON in UTF-8")
    if error.status_code == 404:
        detail = "nothing is here; /docs lists what there is"
    elif error.status_code == 405:
        allowed = _allowed_methods(request)
        detail = f"this address takes {allowed}"
        return problem_response(request, 405, detail, {"Allow": allowed})
    return problem_response(request, error.status_code, detail, dict(error.headers or {}))


def _allowed_methods(request: Request) -> str:
    """All methods of the routes at this address; Starlette names only those of the first."""
    methods: set[str] = set()
    for route in request.app.state.routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            methods |= route.methods
    return ", ".join(sorted(methods)) or "other methods"
