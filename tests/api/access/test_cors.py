"""What browsers are told of requests from other origins."""

import httpx
import pytest

from tests.api.access.conftest import ORIGIN, OTHER_ORIGIN, Keys


def preflight(client: httpx.Client, path: str, origin: str) -> httpx.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-dovidnyk-key",
    }
    return client.options(path, headers=headers)


@pytest.mark.parametrize("origin", [ORIGIN, OTHER_ORIGIN])
def test_a_preflight_is_granted_to_the_origins_of_active_partners(keyed: httpx.Client, origin: str) -> None:
    response = preflight(keyed, "/v1/search", origin)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == origin
    assert response.headers["vary"] == "Origin"
    assert "POST" in response.headers["access-control-allow-methods"]
    allowed = response.headers["access-control-allow-headers"].lower().split(", ")
    assert {"content-type", "x-dovidnyk-key"} <= set(allowed)
    assert "authorization" not in allowed
    assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://www.example.org"])
def test_a_preflight_from_elsewhere_is_refused(keyed: httpx.Client, origin: str) -> None:
    response = preflight(keyed, "/v1/search", origin)
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers
    assert response.headers["vary"] == "Origin"
    assert "dovidnyk partner origins" in response.json()["detail"]


def test_nobodys_page_reaches_the_operators_addresses(keyed: httpx.Client) -> None:
    assert preflight(keyed, "/admin/reload", ORIGIN).status_code == 403


def test_a_page_of_the_partner_may_read_the_answer_and_its_headers(keyed: httpx.Client, keys: Keys) -> None:
    headers = {"X-Dovidnyk-Key": keys.browser, "Origin": ORIGIN}
    response = keyed.post("/v1/search", json={"q": "загубила картку"}, headers=headers)
    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert "Origin" in response.headers["vary"]
    exposed = set(response.headers["access-control-expose-headers"].split(", "))
    assert exposed >= {"X-Request-Id", "Retry-After", "RateLimit", "RateLimit-Policy", "ETag", "Server-Timing"}


def test_a_partners_page_may_read_why_it_was_refused_and_others_may_not(keyed: httpx.Client, keys: Keys) -> None:
    revoked = keyed.get("/v1/sections", headers={"X-Dovidnyk-Key": keys.revoked_browser, "Origin": ORIGIN})
    assert (revoked.status_code, revoked.headers["access-control-allow-origin"]) == (401, ORIGIN)
    elsewhere = {"X-Dovidnyk-Key": keys.browser, "Origin": "https://elsewhere.example"}
    assert "access-control-allow-origin" not in keyed.get("/v1/sections", headers=elsewhere).headers


def test_public_files_may_be_read_from_anywhere_and_nothing_else(keyed: httpx.Client) -> None:
    headers = {"Origin": "https://elsewhere.example"}
    assert keyed.get("/assets/style.css", headers=headers).headers["access-control-allow-origin"] == "*"
    for path in ("/", "/v1/guide", "/openapi.json", "/health/live"):
        response = keyed.get(path, headers=headers)
        assert "access-control-allow-origin" not in response.headers
        assert "Origin" in response.headers["vary"]
