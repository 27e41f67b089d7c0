"""Liveness, readiness, and a server without a usable index."""

from pathlib import Path

import httpx
import pytest

from ingest.build import ingest_corpus
from search.settings import Settings
from tests.api.conftest import serving
from tests.api.server_process import linked_var


def test_a_server_with_an_index_is_ready(client: httpx.Client) -> None:
    body = client.get("/health/ready").json()
    assert body["status"] == "ready"
    assert body["encoder"].startswith("multilingual-e5-small@")
    assert [part["part"] for part in body["parts"]] == ["index", "encoder", "dense", "lexical", "feedback", "disk"]
    assert all(part["ok"] and part["why"] for part in body["parts"])


def test_a_server_that_is_not_ready_names_each_part(var_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "index").symlink_to(var_folder / "index")
    with serving(Settings(var=tmp_path)) as url:
        problem = httpx.get(f"{url}/health/ready").json()
    assert problem["status"] == 503
    assert {part["part"]: part["ok"] for part in problem["parts"]} == {"encoder": False, "feedback": True, "disk": True}
    assert problem["detail"].startswith("encoder: ")


def test_without_feedback_questions_are_answered_and_readiness_says_degraded(var_folder: Path, tmp_path: Path) -> None:
    var = linked_var(var_folder, tmp_path / "var")
    (var / "feedback.sqlite3").write_bytes(b"damaged" * 1000)
    with serving(Settings(var=var)) as url:
        response = httpx.get(f"{url}/health/ready")
        assert response.status_code == 200
        assert httpx.post(f"{url}/v1/search", json={"q": "картка"}).status_code == 200
    assert response.json()["status"] == "degraded"
    assert [part["part"] for part in response.json()["parts"] if not part["ok"]] == ["feedback"]


@pytest.mark.parametrize("path", ["/v1/search?q=картка", "/v1/sections", "/v1/guide", "/health/ready"])
def test_without_an_index_the_answer_is_503_and_names_the_command(tmp_path: Path, path: str) -> None:
    with serving(Settings(var=tmp_path)) as url:
        assert httpx.get(f"{url}/health/live").status_code == 200
        response = httpx.get(url + path)
        assert response.status_code == 503
        assert response.headers["retry-after"] == "5"
        assert "dovidnyk ingest" in response.json()["detail"]


def test_a_damaged_index_is_named(own_index: Path, encoder_folder: Path, tmp_path: Path) -> None:
    chunks = (own_index / "current" / "chunks.jsonl").resolve()
    chunks.write_bytes(chunks.read_bytes()[:-40])
    with serving(Settings(var=own_index.parent)) as url:
        detail = httpx.get(f"{url}/health/ready").json()["detail"]
    assert "chunks.jsonl: damaged" in detail


def test_an_index_that_comes_later_is_taken_up(
    tmp_path: Path, corpus_folder: Path, encoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.engine_holder._SECONDS_BETWEEN_TRIES", 0.0)
    (tmp_path / "encoders").symlink_to(encoder_folder.parent)
    with serving(Settings(var=tmp_path)) as url:
        assert httpx.get(f"{url}/health/ready").status_code == 503
        ingest_corpus(corpus_folder, tmp_path / "index", encoder_folder)
        assert httpx.get(f"{url}/health/ready", timeout=30).status_code == 200


def test_without_an_index_a_reader_gets_a_page(tmp_path: Path) -> None:
    with serving(Settings(var=tmp_path)) as url:
        response = httpx.get(url, headers={"Accept": "text/html"})
        assert response.status_code == 503
        assert "Довідник зараз не відповідає" in response.text
