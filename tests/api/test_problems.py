"""Every error has the one shape."""

import inspect

import httpx
import pytest
from fastapi import FastAPI

from api.body_limit import MAX_BODY
from api.problems import add_problem_handlers

PROBLEMS = [
    ("GET", "/v1/search", 422),
    ("GET", "/v1/sections/9.9", 404),
    ("GET", "/v1/sections/..%2F..%2Fetc%2Fpasswd", 404),
    ("GET", "/nothing/here", 404),
    ("GET", "/assets/nothing.css", 404),
    ("DELETE", "/v1/search", 405),
    ("POST", "/v1/sections", 405),
    ("PUT", "/v1/guide", 405),
    ("POST", "/health/live", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), PROBLEMS)
def test_every_error_is_a_problem_document(client: httpx.Client, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert list(problem) == ["type", "title", "status", "detail", "request_id"]
    assert problem["status"] == status
    assert problem["detail"]
    assert problem["request_id"] == response.headers["x-request-id"]


def test_a_wrong_method_is_told_the_right_ones(client: httpx.Client) -> None:
    response = client.delete("/v1/search")
    assert response.headers["allow"] == "GET, POST"
    assert response.json()["detail"] == "this address takes GET, POST"


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "streamed"])
def test_a_megabyte_is_refused(client: httpx.Client, declared: bool) -> None:
    body = b'{"q": "' + b"a" * 1_000_000 + b'"}'
    content = body if declared else (body[start : start + 4096] for start in range(0, len(body), 4096))
    response = client.post("/v1/search", content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 413
    assert str(MAX_BODY) in response.json()["detail"]


def test_an_unknown_section_is_told_what_ids_look_like(client: httpx.Client) -> None:
    detail = client.get("/v1/sections/1.9-9").json()["detail"]
    assert "'1.9-9'" in detail
    assert "1.1-1" in detail


@pytest.mark.parametrize(("path", "status", "says"), [("/nothing", 404, "Такої сторінки немає")])
def test_a_browser_gets_a_page_for_an_error(client: httpx.Client, path: str, status: int, says: str) -> None:
    response = client.get(path, headers={"Accept": "text/html,application/xhtml+xml"})
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert says in response.text
    assert response.headers["x-request-id"] in response.text


def test_no_error_is_answered_on_another_thread() -> None:
    """Where all threads work, a refusal would wait for one."""
    app = FastAPI()
    add_problem_handlers(app)
    ours = [handler for handler in app.exception_handlers.values() if handler.__module__ == "api.problems"]
    assert len(ours) >= 8
    assert all(map(inspect.iscoroutinefunction, ours))
