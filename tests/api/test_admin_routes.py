"""Taking up a build on demand and by watching."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from search.published import point_current_at
from search.settings import Settings
from tests.api.admin import admin_headers
from tests.api.conftest import serving
from tests.conftest import TwoBuilds


@pytest.fixture
def idle(two_builds: TwoBuilds) -> Iterator[httpx.Client]:
    """A client of a server that takes up builds only when it is told to."""
    headers = admin_headers(two_builds.var)
    with (
        serving(Settings(var=two_builds.var, watch_seconds=3600)) as url,
        httpx.Client(base_url=url, timeout=30, headers=headers) as client,
    ):
        yield client


def test_reload_says_what_served_and_what_serves(two_builds: TwoBuilds, idle: httpx.Client) -> None:
    assert idle.post("/admin/reload").json()["changed"] is False
    point_current_at(two_builds.index, two_builds.second)
    body = idle.post("/admin/reload").json()
    assert (body["before"], body["now"], body["changed"]) == (two_builds.first, two_builds.second, True)
    assert body["swaps"] == 1
    assert idle.get("/v1/guide").json()["index"] == two_builds.second


def test_the_same_question_gets_the_new_builds_answer(two_builds: TwoBuilds, idle: httpx.Client) -> None:
    """The cache holds the old answer, and the caller its entity tag."""
    path = "/v1/search?q=Ніколи не бути депортованим"
    old = idle.get(path)
    point_current_at(two_builds.index, two_builds.second)
    idle.post("/admin/reload")
    new = idle.get(path, headers={"If-None-Match": old.headers["etag"]})
    assert new.status_code == 200
    assert new.json()["index"] == two_builds.second
    assert "Ніколи раніше не бути" in new.text
    assert "Ніколи раніше не бути" not in old.text


def test_a_bad_build_is_409_and_readiness_names_the_reason(two_builds: TwoBuilds, idle: httpx.Client) -> None:
    (two_builds.index / "builds" / two_builds.second / "topics.npy").write_bytes(b"")
    point_current_at(two_builds.index, two_builds.second)
    response = idle.post("/admin/reload")
    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].startswith(f"{two_builds.first} goes on serving: ")
    assert "topics.npy: damaged" in response.json()["detail"]
    ready = idle.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["index"] == two_builds.first
    assert "topics.npy: damaged" in ready.json()["refused"]


def test_without_any_build_reload_is_503(tmp_path: Path) -> None:
    headers = admin_headers(tmp_path)
    with serving(Settings(var=tmp_path)) as url:
        response = httpx.post(f"{url}/admin/reload", headers=headers)
    assert response.status_code == 503
    assert "dovidnyk ingest" in response.json()["detail"]


def test_a_published_build_is_taken_up_unasked(two_builds: TwoBuilds) -> None:
    with serving(Settings(var=two_builds.var, watch_seconds=0.05)) as url:
        assert httpx.get(f"{url}/v1/guide").json()["index"] == two_builds.first
        point_current_at(two_builds.index, two_builds.second)
        deadline = time.monotonic() + 30
        while httpx.get(f"{url}/v1/guide").json()["index"] != two_builds.second:
            assert time.monotonic() < deadline
