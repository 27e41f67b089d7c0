"""Questions while the queue is overrun: refused unread, as every error is, and counted under their route."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.search_threads import SearchThreads
from search.settings import Settings
from tests.conftest import TwoBuilds


@pytest.fixture
def overrun(tiny_two_builds: TwoBuilds, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A client of an application whose queue is overrun."""
    monkeypatch.setattr(SearchThreads, "overrun", True)
    app = create_app(Settings(var=tiny_two_builds.var, caller_limit=0, without_keys=True))
    with TestClient(app) as client:
        yield client


def test_a_question_is_refused_before_it_is_read(overrun: TestClient) -> None:
    for response in (
        overrun.post("/v1/search", content=b"{ not even JSON", headers={"Content-Type": "application/json"}),
        overrun.get("/v1/search", params={"q": "посвідка"}),
    ):
        assert response.status_code == 503
        assert response.headers["retry-after"] == "1"
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"] == "too many questions are waiting; try again in a moment"
        assert response.json()["request_id"] == response.headers["x-request-id"]


def test_what_needs_no_search_is_answered(overrun: TestClient) -> None:
    assert overrun.get("/v1/sections").status_code == 200
    assert overrun.get("/health/live").status_code == 200
