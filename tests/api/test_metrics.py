"""What is counted: by few labels, over all server processes, at little cost."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.metrics import STAGES
from search.settings import Settings
from tests.api.access.conftest import write_partners
from tests.api.admin import admin_headers
from tests.api.conftest import serving
from tests.api.server_process import linked_var, server_process

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@dataclass(frozen=True, slots=True)
class Target:
    """A server with the headers that let its metrics be read."""

    url: str
    headers: Mapping[str, str]


def scraped(target: Target) -> Samples:
    """All samples by name and labels."""
    response = httpx.get(f"{target.url}/metrics", headers={"Connection": "close", **target.headers}, timeout=30)
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(response.text)
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def value(samples: Samples, name: str, **labels: str) -> float:
    """The sum of the samples that have these labels."""
    return sum(
        number for (found, has), number in samples.items() if found == name and labels.items() <= dict(has).items()
    )


@pytest.fixture(scope="module")
def target(var_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    var = linked_var(var_folder, tmp_path_factory.mktemp("metrics") / "var")
    headers = admin_headers(var)
    with serving(Settings(var=var, caller_limit=0)) as url:
        yield Target(url, headers)


def test_a_question_is_counted_by_outcome_repair_stage_and_cache(target: Target) -> None:
    before = scraped(target)
    for _ in range(3):
        assert httpx.post(f"{target.url}/v1/search", json={"q": "zahubyla kartku"}).json()["outcome"] == "answered"
    httpx.get(target.url, params={"q": "рецепт борщу з пампушками"})
    after = scraped(target)

    def grown(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert grown("dovidnyk_searches_total", outcome="answered", partner="") == 3
    assert grown("dovidnyk_searches_total") == 4
    assert grown("dovidnyk_repairs_total", kind="transliteration") == 3
    assert grown("dovidnyk_cache_total", result="miss") == 1
    assert grown("dovidnyk_cache_total", result="hit") == 2
    assert {stage: grown("dovidnyk_stage_seconds_count", stage=stage) for stage in STAGES} == {
        stage: 1 if stage == "json" else 2 for stage in STAGES
    }
    assert grown("dovidnyk_requests_total", route="/v1/search", method="POST", status="200") == 3
    assert grown("dovidnyk_request_seconds_count", route="/") == 1


def test_the_index_is_named_with_its_age(target: Target) -> None:
    samples = scraped(target)
    index = httpx.get(f"{target.url}/v1/guide").json()["index"]
    assert value(samples, "dovidnyk_index_info", index=index) == 1
    assert value(samples, "dovidnyk_index_age_seconds") > 0
    assert value(samples, "dovidnyk_queue_length") == 0


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    headers = admin_headers(tmp_path)
    with serving(Settings(var=tmp_path)) as url:
        assert value(scraped(Target(url, headers)), "dovidnyk_index_loaded") == 0


def test_no_request_makes_up_a_label(target: Target) -> None:
    for number in range(2):
        _send_odd_requests(target.url, number)
    known = scraped(target).keys()
    for number in range(2, 12):
        _send_odd_requests(target.url, number)
    assert scraped(target).keys() == known


def _send_odd_requests(url: str, number: int) -> None:
    httpx.request(f"METHOD{number}", f"{url}/v1/search")
    for path in (
        f"/{number}",
        f"/assets/{number}",
        f"/guide/{number}",
        f"/v1/sections/{number}",
        f"/guide/%2e{number}",
    ):
        httpx.get(url + path, headers={"X-Request-Id": f"id-{number}", "User-Agent": f"agent-{number}"})


def test_a_partners_requests_are_counted_as_its_own(var_folder: Path, tmp_path: Path) -> None:
    var = linked_var(var_folder, tmp_path / "var")
    keys = write_partners(var)
    with serving(Settings(var=var)) as url:
        for key, status in ((keys.server, 200), (keys.revoked_server, 401)):
            headers = {"Authorization": f"Bearer {key}"}
            assert httpx.post(f"{url}/v1/search", json={"q": "картка"}, headers=headers).status_code == status
        samples = scraped(Target(url, {"Authorization": f"Bearer {keys.admin}"}))
    assert value(samples, "dovidnyk_searches_total", partner="example") == 1
    assert value(samples, "dovidnyk_searches_total") == 1
    assert value(samples, "dovidnyk_requests_total", partner="example", status="200") == 1
    assert value(samples, "dovidnyk_requests_total", partner="", status="401") == 1


def test_every_server_process_reports_the_sum_of_all(
    var_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    var = linked_var(var_folder, tmp_path / "var")
    headers = admin_headers(var)
    with server_process(var, tmp_path / "log", workers="2", threads="1") as server:
        for _ in range(30):
            httpx.post(f"{server.url}/v1/search", json={"q": "картка"}, timeout=30)
        folder = next(tmp_path.glob("dovidnyk-metrics-*"))
        processes = {file.stem.rpartition("_")[2] for file in folder.glob("counter_*.db")}
        assert len(processes) == 2
        for _ in range(6):
            samples = scraped(Target(server.url, headers))
            assert value(samples, "dovidnyk_searches_total", outcome="uncertain") in (0, 30)
            assert value(samples, "dovidnyk_searches_total") == 30
            assert value(samples, "dovidnyk_requests_total", route="/v1/search", status="200") == 30
    assert not list(tmp_path.glob("dovidnyk-metrics-*"))


def test_counting_and_logging_a_request_costs_less_than_a_tenth_of_a_millisecond(repository: Path) -> None:
    program = [sys.executable, "-m", "tests.api.observation_cost"]
    done = subprocess.run(program, cwd=repository, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 100
    assert "dovidnyk" in done.stderr
