"""How much a partner and a caller may ask, on real servers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from search.settings import Settings
from tests.api.access.conftest import ORIGIN, OTHER_ORIGIN, Keys, write_partners
from tests.api.conftest import serving
from tests.api.server_process import server_process

PATH = "/v1/sections"
"""Without an index, 503 to whoever is let in: cheap, and all that matters here."""


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return write_partners(tmp_path)


@contextmanager
def limited(var: Path, *, caller: int, partner: int) -> Iterator[httpx.Client]:
    """A client of a server that believes its proxy, so that a test can be many callers."""
    settings = Settings(var=var, caller_limit=caller, partner_limit=partner, trusted_proxies="127.0.0.0/8")
    with serving(settings) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def browser(key: str, address: str, origin: str = ORIGIN) -> dict[str, str]:
    return {"X-Dovidnyk-Key": key, "Origin": origin, "X-Forwarded-For": address}


def statuses(client: httpx.Client, headers: dict[str, str], count: int) -> list[int]:
    return [client.get(PATH, headers=headers).status_code for _ in range(count)]


def test_a_caller_over_the_limit_is_told_when_to_come_again(tmp_path: Path, keys: Keys) -> None:
    with limited(tmp_path, caller=3, partner=100) as client:
        caller = browser(keys.browser, "192.0.2.1")
        assert statuses(client, caller, 3) == [503] * 3
        refused = client.get(PATH, headers=caller)
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    seconds = int(refused.headers["retry-after"])
    assert 1 <= seconds <= 60
    assert refused.json()["detail"] == f"over 3 requests in 60 s from one network; try again in {seconds} s"
    assert refused.headers["access-control-allow-origin"] == ORIGIN


def test_a_caller_is_a_network_within_a_partner(tmp_path: Path, keys: Keys) -> None:
    with limited(tmp_path, caller=3, partner=100) as client:
        assert statuses(client, browser(keys.browser, "192.0.2.1"), 3) == [503] * 3
        assert statuses(client, browser(keys.browser, "192.0.2.77"), 1) == [429]
        assert statuses(client, browser(keys.browser, "192.0.3.1"), 1) == [503]
        assert statuses(client, browser(keys.browser, "2001:db8:1:2::1"), 1) == [503]
        assert statuses(client, browser(keys.other_browser, "192.0.2.1", OTHER_ORIGIN), 1) == [503]


def test_all_callers_of_a_partner_have_one_limit_and_other_partners_theirs(tmp_path: Path, keys: Keys) -> None:
    with limited(tmp_path, caller=100, partner=5) as client:
        for number in range(5):
            assert statuses(client, browser(keys.browser, f"192.0.{number}.1"), 1) == [503]
        refused = client.get(PATH, headers=browser(keys.browser, "192.0.99.1"))
        assert (refused.status_code, "this partner" in refused.json()["detail"]) == (429, True)
        server = {"Authorization": f"Bearer {keys.server}"}
        assert statuses(client, server, 1) == [429]
        assert statuses(client, browser(keys.other_browser, "192.0.1.1", OTHER_ORIGIN), 1) == [503]


def test_a_greedy_caller_does_not_use_up_its_partners_limit(tmp_path: Path, keys: Keys) -> None:
    with limited(tmp_path, caller=2, partner=5) as client:
        assert statuses(client, browser(keys.browser, "192.0.2.1"), 20) == [503] * 2 + [429] * 18
        assert statuses(client, browser(keys.browser, "192.0.3.1"), 2) == [503] * 2


def test_a_partners_server_speaks_for_many_callers(tmp_path: Path, keys: Keys) -> None:
    with limited(tmp_path, caller=2, partner=5) as client:
        assert statuses(client, {"Authorization": f"Bearer {keys.server}"}, 6) == [503] * 5 + [429]


def test_headers_say_what_is_left_in_the_form_of_the_draft(tmp_path: Path, keys: Keys) -> None:
    with limited(tmp_path, caller=3, partner=100) as client:
        responses = [client.get(PATH, headers=browser(keys.browser, "192.0.2.1")) for _ in range(4)]
    for response, left in zip(responses, (2, 1, 0, 0), strict=True):
        state = re.findall(r'"(\w+)";r=(\d+);t=(\d+)', response.headers["ratelimit"])
        assert state[0][:2] == ("caller", str(left))
        assert 1 <= int(state[0][2]) <= 60
    assert responses[0].headers["ratelimit-policy"] == '"caller";q=3;w=60, "partner";q=100;w=60'
    assert responses[-1].headers["ratelimit-policy"] == '"caller";q=3;w=60'


def test_the_search_page_counts_too_and_health_does_not(tmp_path: Path) -> None:
    with limited(tmp_path, caller=2, partner=0) as client:
        assert [client.get("/").status_code for _ in range(3)] == [503, 503, 429]
        assert [client.get("/health/live").status_code for _ in range(9)] == [200] * 9
        page = client.get("/", headers={"Accept": "text/html"})
        assert page.status_code == 429
        assert "Забагато запитів" in page.text


def test_a_forwarded_address_counts_only_from_a_proxy_that_is_trusted(tmp_path: Path) -> None:
    with serving(Settings(var=tmp_path, caller_limit=3)) as url:
        found = [
            httpx.get(f"{url}/v1/guide", headers={"X-Forwarded-For": f"192.0.{number}.1"}).status_code
            for number in range(4)
        ]
    assert found == [503, 503, 503, 429]


def test_the_command_line_believes_no_proxy_unless_told(tmp_path: Path) -> None:
    with server_process(tmp_path, tmp_path / "log", caller_limit="3") as server:
        found = [
            httpx.get(f"{server.url}/v1/guide", headers={"X-Forwarded-For": f"192.0.{number}.1"}).status_code
            for number in range(4)
        ]
    assert found == [503, 503, 503, 429]


def test_a_caller_can_not_name_itself_through_the_proxy(tmp_path: Path) -> None:
    """The proxy appends the real address: what stands before it is the caller's own invention."""
    with limited(tmp_path, caller=3, partner=0) as client:
        found = [
            client.get("/v1/guide", headers={"X-Forwarded-For": f"198.51.{number}.1, 192.0.2.1"}).status_code
            for number in range(4)
        ]
    assert found == [503, 503, 503, 429]


def test_zero_is_no_limit(tmp_path: Path) -> None:
    with limited(tmp_path, caller=0, partner=0) as client:
        response = client.get("/v1/guide")
    assert "ratelimit" not in response.headers
