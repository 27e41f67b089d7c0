"""What browsers are told, on every kind of response; SECURITY.md says the same."""

import asyncio
import re
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Error
from starlette.responses import Response
from starlette.types import Message, Scope

from api.body_limit import MAX_BODY
from api.http_protocol import MAX_HEAD
from api.security_headers import SECURITY_HEADERS, STRICT_TRANSPORT_SECURITY, SecurityHeadersMiddleware
from search.settings import Settings
from tests.api.conftest import serving

PAGES = ["/", "/?q=картка", "/guide/1.1-3", "/docs", "/privacy", "/nothing", "/guide/9.9"]
OTHERS = ["/assets/style.css", "/assets/icon.svg", "/v1/guide", "/v1/search", "/openapi.json", "/health/ready"]


def answered(path: str, scheme: str = "http", **headers: str) -> dict[str, str]:
    """The headers that the middleware gives a response, as a proxy would have the request seen."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    scope: Scope = {"type": "http", "method": "GET", "path": path, "scheme": scheme, "headers": []}
    app = SecurityHeadersMiddleware(Response("text", headers=headers))
    asyncio.run(app(scope, receive, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_every_response_has_them(client: httpx.Client, path: str) -> None:
    for accept in ("text/html", "*/*"):
        headers = client.get(path, headers={"Accept": accept}).headers
        assert {name: headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_an_error_has_them_too(tmp_path: Path) -> None:
    with serving(Settings(var=tmp_path)) as url:
        response = httpx.get(url, headers={"Accept": "text/html"})
        assert response.status_code == 503
        assert response.headers["content-security-policy"] == SECURITY_HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "headers", "policy"),
    [
        ("/", {}, "same-origin"),
        ("/v1/search", {}, "same-origin"),
        ("/v1/search", {"Access-Control-Allow-Origin": "https://partner.example"}, "cross-origin"),
        ("/assets/style.css", {}, "cross-origin"),
        ("/widget.js", {}, "cross-origin"),
        ("/widget", {"Cross-Origin-Resource-Policy": "same-site"}, "same-site"),
    ],
)
def test_other_sites_may_load_what_is_for_them(path: str, headers: dict[str, str], policy: str) -> None:
    assert answered(path, **headers)["cross-origin-resource-policy"] == policy


def test_https_is_insisted_on_only_where_the_request_came_by_it() -> None:
    assert answered("/", "https")["strict-transport-security"] == STRICT_TRANSPORT_SECURITY
    assert "strict-transport-security" not in answered("/", "http")


def test_a_page_is_kept_by_no_shared_cache(client: httpx.Client) -> None:
    assert client.get("/", params={"q": "картка"}).headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("path", [*PAGES[:2], "/?q=" + quote("загубила картку, шо робити"), *PAGES[2:]])
def test_no_page_breaks_its_own_policy(browser: Browser, server: str, path: str) -> None:
    page = browser.new_page(base_url=server)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path)
    assert [text for text in complaints if "Content Security Policy" in text or "TrustedScript" in text] == []
    assert page.evaluate("document.styleSheets.length") >= 1
    page.close()


@pytest.mark.parametrize(
    "attack",
    [
        "() => { const node = document.createElement('div'); node.innerHTML = '<b>text</b>' }",
        "() => document.createElement('img').setAttribute('onerror', 'window.ran = true')",
        "() => { document.createElement('script').textContent = 'window.ran = true' }",
    ],
)
def test_text_cannot_become_a_script(browser: Browser, server: str, attack: str) -> None:
    page = browser.new_page(base_url=server)
    page.goto("/privacy")
    with pytest.raises(Error, match="requires 'Trusted"):
        page.evaluate(attack)
    page.close()


@pytest.fixture(scope="module")
def claims(repository: Path) -> str:
    return (repository / "SECURITY.md").read_text(encoding="utf-8")


def test_security_md_states_the_headers_that_are_sent(claims: str) -> None:
    table = dict(re.findall(r"^\| `([A-Z][\w-]+)` \| `([^`]*)`", claims, flags=re.MULTILINE))
    assert table.pop("Cross-Origin-Resource-Policy") == "same-origin"
    assert table.pop("Strict-Transport-Security") == STRICT_TRANSPORT_SECURITY
    assert table == SECURITY_HEADERS


def test_security_md_states_the_limits_that_hold(claims: str) -> None:
    settings = Settings()
    assert f"body of {MAX_BODY:,} bytes" in claims
    assert f"head of {MAX_HEAD:,} bytes" in claims
    assert f"`DOVIDNYK_REQUEST_SECONDS` ({settings.request_seconds:g} s)" in claims
    assert f"`DOVIDNYK_CONNECTIONS` ({settings.connections})" in claims
