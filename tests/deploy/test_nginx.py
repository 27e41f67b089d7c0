"""The deployed nginx configuration in front of a real server of two processes."""

import gzip
import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.api.server_process import ServerProcess, server_process, wait_for
from tests.api.swap_load import asking, bodies
from tests.conftest import TwoBuilds
from tests.deploy.nginx import NGINX, Nginx, running_nginx

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed: apt-get install nginx-light")

_QUESTION = "таємниця"


@pytest.fixture(scope="module")
def upstream(tiny_two_builds: TwoBuilds, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    log = tmp_path_factory.mktemp("upstream") / "log"
    with server_process(
        tiny_two_builds.var, log, workers="2", threads="1", cache="0", trusted_proxies="127.0.0.1"
    ) as server:
        yield server


@pytest.fixture(scope="module")
def nginx(upstream: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with running_nginx(tmp_path_factory.mktemp("front") / "nginx", upstream.port) as nginx:
        yield nginx


@pytest.fixture
def front(nginx: Nginx) -> Iterator[httpx.Client]:
    with nginx.client() as client:
        yield client


def test_questions_and_pages_pass(front: httpx.Client) -> None:
    assert front.post("/v1/search", json={"q": "посвідка"}).json()["total"] == 33
    assert front.get("/v1/search", params={"q": "посвідка"}).json()["total"] == 33
    assert "Довідник" in front.get("/").text
    assert front.get("/health/ready").json()["status"]


def test_no_log_holds_a_question(nginx: Nginx, front: httpx.Client) -> None:
    front.get("/v1/search", params={"q": _QUESTION}, headers={"Referer": f"https://example.org/?q={quote(_QUESTION)}"})
    front.post("/v1/search", json={"q": _QUESTION}, headers=[(b"User-Agent", _QUESTION.encode())])
    front.get("/", params={"q": _QUESTION})
    answered = front.get("/v1/search", params={"q": ""})
    request_id = answered.headers["x-request-id"]
    wait_for(lambda: request_id in nginx.access_log, "the request is logged")
    assert "GET /v1/search 200" in nginx.access_log
    _assert_no_question(nginx)


def test_no_log_holds_a_question_where_the_service_is_down(tmp_path: Path) -> None:
    with running_nginx(tmp_path / "nginx", 9) as nginx, nginx.client() as client:
        response = client.get("/v1/search", params={"q": _QUESTION})
        assert response.status_code == 503
        assert response.headers["retry-after"] == "5"
        _assert_problem(response, 503)
        client.post("/v1/search", content=b" " * 70_000 + _QUESTION.encode())
        wait_for(lambda: " 413 " in nginx.access_log, "the requests are logged")
        assert "GET /v1/search 503" in nginx.access_log
        _assert_no_question(nginx)


def test_the_service_hears_who_calls_from_nginx_and_not_from_the_caller(
    front: httpx.Client, upstream: ServerProcess
) -> None:
    """Other machines need a key, the machine itself needs none."""
    elsewhere = {"X-Forwarded-For": "203.0.113.7"}
    assert httpx.get(f"{upstream.url}/v1/sections", headers=elsewhere).status_code == 401
    assert front.get("/v1/sections", headers=elsewhere).status_code == 200


def test_encryption_is_asked_for_once(front: httpx.Client) -> None:
    assert len(front.get("/").headers.get_list("strict-transport-security")) == 1


def test_administration_is_not_there_from_outside(front: httpx.Client) -> None:
    _assert_problem(front.post("/admin/reload"), 404)
    _assert_problem(front.get("/metrics"), 404)


def test_a_large_body_is_refused_before_it_reaches_the_service(front: httpx.Client) -> None:
    _assert_problem(front.post("/v1/search", content=b"x" * 70_000), 413)


def test_one_address_gets_so_many_answers_a_second(upstream: ServerProcess, tmp_path: Path) -> None:
    with running_nginx(tmp_path / "nginx", upstream.port) as nginx, nginx.client() as client:
        answers = (client.get("/assets/style.css") for _ in range(2000))
        refused = next(answer for answer in answers if answer.status_code == 429)
        _assert_problem(refused, 429)
        assert refused.headers["retry-after"] == "1"


def test_answers_are_compressed_and_still_known_by_their_tag(front: httpx.Client) -> None:
    with front.stream("GET", "/v1/search", params={"q": "посвідка"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        assert json.loads(gzip.decompress(b"".join(answer.iter_raw())))["total"] == 33
    tag = answer.headers["etag"]
    again = front.get("/v1/search", params={"q": "посвідка"}, headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_the_pages_files_may_be_kept_and_are_given_while_the_service_is_down(
    tiny_two_builds: TwoBuilds, tmp_path: Path
) -> None:
    with (
        server_process(tiny_two_builds.var, tmp_path / "log", workers="1") as server,
        running_nginx(tmp_path / "nginx", server.port) as nginx,
        nginx.client() as client,
    ):
        style = client.get("/assets/style.css")
        assert style.headers["cache-control"] == "max-age=3600"
        server.stop()
        assert client.get("/health/live").status_code == 503
        assert client.get("/assets/style.css").content == style.content


def test_the_address_stands_there_more_often_than_connections_are_kept(repository: Path) -> None:
    """Else a request can be lost to as many kept connections as died with one process."""
    text = (repository / "deploy" / "nginx" / "dovidnyk.conf").read_text(encoding="utf-8")
    kept = re.search(r"keepalive (\d+);", text)
    assert kept
    assert text.count("server 127.0.0.1:8000 max_fails=0;") > int(kept[1])


def test_a_killed_process_loses_no_request(nginx: Nginx, upstream: ServerProcess) -> None:
    assert _failed_while(nginx, upstream, lambda: _kill_one(upstream)) == []


def test_replacing_all_processes_loses_no_request(nginx: Nginx, upstream: ServerProcess) -> None:
    def replace() -> None:
        before = upstream.workers()
        upstream.process.send_signal(signal.SIGHUP)
        wait_for(lambda: not before & upstream.workers(), "all are replaced")

    assert _failed_while(nginx, upstream, replace) == []


def _kill_one(upstream: ServerProcess) -> None:
    killed = next(iter(upstream.workers()))
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: len(upstream.workers() - {killed}) == 2, "another one has started")


def _failed_while(nginx: Nginx, upstream: ServerProcess, change: Callable[[], None]) -> list[str]:
    """What failed for callers that asked all the time, until every process answered again after a change."""
    with nginx.client() as client:
        said = bodies(client)
        build = client.get("/v1/guide").json()["index"]
    with asking(nginx.client, {build: said}, callers=4, pause=0.1) as heard:
        change()
        upstream.reloads()
    assert len(heard.seconds) > 20
    assert heard.wrong == []
    return heard.failed


def _assert_problem(response: httpx.Response, status: int) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["status"] == status
    assert response.json()["detail"]


def _assert_no_question(nginx: Nginx) -> None:
    for written in (_QUESTION, quote(_QUESTION), _QUESTION.encode().decode("latin-1"), r"\xD1\x82\xD0\xB0"):
        assert written not in nginx.logs
