"""Every address of the application with every kind of key, compared with the table in `docs/access.md`."""

import re
from pathlib import Path

import httpx
import pytest

from api.access.keys import Kind, make_key
from api.app import create_app
from search.settings import Settings
from tests.api.access.conftest import ORIGIN, OTHER_ORIGIN, Keys

GUARDED_ALWAYS = [("GET", "/metrics"), ("POST", "/admin/reload"), ("GET", "/v1/not-made-yet"), ("GET", "/v1")]


def routes_of_the_app() -> list[tuple[str, str]]:
    """Method and address of every route there is."""
    app = create_app(Settings(var=Path("nowhere")))
    routes = [(method, route.path) for route in app.state.routes for method in sorted(route.methods)]
    return sorted({*routes, ("GET", "/openapi.json"), ("GET", "/assets/style.css"), *GUARDED_ALWAYS})


def requests_with(keys: Keys) -> dict[str, list[dict[str, str]]]:
    """For each column of the table, the headers of the requests that must fare alike."""

    def page(key: str, origin: str) -> dict[str, str]:
        return {"X-Dovidnyk-Key": key, "Origin": origin}

    def bearer(key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"}

    def tampered(key: str) -> str:
        return key[:-2] + ("AA" if key[-2:] != "AA" else "BB")

    return {
        "no key": [{}, {"Origin": ORIGIN}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
        "unknown key": [
            page(make_key(Kind.BROWSER).text, ORIGIN),
            bearer(make_key(Kind.SERVER).text),
            bearer(make_key(Kind.ADMIN).text),
            page(tampered(keys.browser), ORIGIN),
            bearer(tampered(keys.server)),
            page(keys.server, ORIGIN),
            bearer(keys.browser),
            page("key", ORIGIN),
            {"Authorization": f"Basic {keys.server}"},
        ],
        "another partner's key": [page(keys.other_browser, ORIGIN)],
        "wrong origin": [
            page(keys.browser, OTHER_ORIGIN),
            page(keys.browser, "http://www.example.org"),
            page(keys.browser, "https://www.example.org:8443"),
            page(keys.browser, "https://example.org"),
            page(keys.browser, "https://www.example.org.evil.example"),
            page(keys.browser, "null"),
            {"X-Dovidnyk-Key": keys.browser},
        ],
        "revoked": [page(keys.revoked_browser, ORIGIN), bearer(keys.revoked_server), bearer(keys.revoked_admin)],
        "expired": [page(keys.expired_browser, ORIGIN), bearer(keys.expired_server)],
        "browser key": [page(keys.browser, ORIGIN), page(keys.other_browser, OTHER_ORIGIN)],
        "server key": [bearer(keys.server), {**bearer(keys.server), "Origin": "https://anywhere.example"}],
        "own page": [{"Sec-Fetch-Site": "same-origin"}],
        "admin key": [bearer(keys.admin)],
    }


@pytest.fixture(scope="module")
def table(repository: Path) -> dict[str, dict[str, str]]:
    """Rows of the table by address, each a cell by column."""
    lines = re.findall(r"^\| (.+) \|$", (repository / "docs" / "access.md").read_text("utf-8"), flags=re.MULTILINE)
    title, *rows = (line.split(" | ") for line in lines if line.count(" | ") == 10)
    return {row[0].strip("`"): dict(zip(title[1:], row[1:], strict=True)) for row in rows}


def row_for(table: dict[str, dict[str, str]], path: str) -> dict[str, str]:
    """The row of an address, or of the longest beginning of it that has one."""
    fits = [address for address in table if path == address or path.startswith(f"{address.rstrip('/')}/")]
    return table[max(fits, key=len)]


@pytest.mark.parametrize(("method", "path"), routes_of_the_app())
def test_every_address_lets_in_whom_the_table_says(
    keyed: httpx.Client, keys: Keys, table: dict[str, dict[str, str]], method: str, path: str
) -> None:
    row = row_for(table, path)
    requests = requests_with(keys)
    assert list(row) == list(requests)
    for column, headers_of_column in requests.items():
        for headers in headers_of_column:
            response = keyed.request(method, path.replace("{section_id}", "1.1-3"), headers=headers)
            found = str(response.status_code) if response.status_code in (401, 403) else "in"
            assert found == row[column], f"{method} {path} with {column}: {sorted(headers)}"
            assert ("www-authenticate" in response.headers) == (found == "401")


def test_a_refusal_is_a_problem_that_says_what_would_be_right(keyed: httpx.Client, keys: Keys) -> None:
    missing = keyed.get("/v1/sections")
    assert missing.headers["content-type"] == "application/problem+json"
    assert missing.headers["www-authenticate"] == 'Bearer realm="dovidnyk"'
    for name in ("X-Dovidnyk-Key", "Authorization: Bearer", "dovidnyk partner key"):
        assert name in missing.json()["detail"]
    wrong = keyed.get("/v1/sections", headers={"X-Dovidnyk-Key": keys.browser, "Origin": "https://elsewhere.example"})
    assert "dovidnyk partner origins" in wrong.json()["detail"]
    assert ORIGIN not in wrong.text


def test_unknown_revoked_and_expired_keys_are_told_the_same(keyed: httpx.Client, keys: Keys) -> None:
    tried = (make_key(Kind.SERVER).text, keys.revoked_server, keys.expired_server, keys.server[:-1], keys.admin)
    refused = [keyed.get("/v1/sections", headers={"Authorization": f"Bearer {key}"}) for key in tried]
    assert {response.status_code for response in refused} == {401}
    assert len({response.json()["detail"] for response in refused}) == 1
    assert {response.headers["www-authenticate"] for response in refused} == {
        'Bearer realm="dovidnyk", error="invalid_token"'
    }


def test_a_header_sent_twice_counts_for_nothing(keyed: httpx.Client, keys: Keys) -> None:
    key = ("X-Dovidnyk-Key", keys.browser)
    origins = [("Origin", "https://elsewhere.example"), ("Origin", ORIGIN)]
    assert keyed.get("/v1/sections", headers=[key, *origins]).status_code == 403
    assert keyed.get("/v1/sections", headers=[key, key, origins[1]]).status_code == 401


@pytest.mark.parametrize(
    "path", ["/metrics/", "/admin", "/v1/", "/v1/guide/", "/%61dmin/reload", "/v1/guide%2F..%2Fsearch"]
)
def test_no_spelling_of_an_address_goes_round_the_door(keyed: httpx.Client, path: str) -> None:
    assert keyed.get(path).status_code in (401, 404)


def test_a_page_of_our_own_asks_without_a_key(keyed: httpx.Client) -> None:
    host = str(keyed.base_url).removesuffix("/")
    body = {"q": "загубила картку"}
    assert keyed.post("/v1/search", json=body, headers={"Origin": host}).status_code == 200
    assert (
        keyed.post("/v1/search", json=body, headers={"Origin": host.replace("127.0.0.1", "localhost")}).status_code
        == 401
    )
    cross = {"Origin": host, "Sec-Fetch-Site": "same-site"}
    assert keyed.post("/v1/search", json=body, headers=cross).status_code == 401
