"""Nothing that a reader sends is written anywhere, unless feedback is to keep it; and the page that says so."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api.app import create_app
from api.templating import days_in_words
from search.settings import Settings
from tests.api.admin import admin_headers
from tests.api.conftest import serving
from tests.api.server_process import ServerProcess, linked_var, server_process

DIGITS = "7731099842"
"""Survives every repair and every encoding."""
WORD = "жбурляндія"
MARKED = f"{WORD} {DIGITS} <b>"
ADDRESS = "203.0.113.77"
HEADERS = {
    "User-Agent": f"agent-{DIGITS}",
    "Referer": f"https://partner.example/{DIGITS}",
    "Cookie": f"a={DIGITS}",
    "X-Request-Id": f"not plain {DIGITS}",
    "If-None-Match": f'"{DIGITS}"',
    "Accept-Language": DIGITS,
}
STRANGERS_HEADERS = HEADERS | {
    "Authorization": f"Bearer {DIGITS}",
    "X-Dovidnyk-Key": DIGITS,
    "X-Forwarded-For": ADDRESS,
    "Origin": f"https://{DIGITS}.example",
}
FAULTY = ("tests.api.faulty_app",)
_ENCODED = [WORD, quote(WORD), quote(WORD).lower(), WORD.encode("unicode_escape").decode(), repr(WORD.encode())[2:-1]]
SPELLINGS = [DIGITS, ADDRESS, *_ENCODED]


def _addresses() -> list[tuple[str, str]]:
    """Each method at each route's address, with marked text for what varies in it."""
    routes = create_app(Settings(var=Path("nowhere"))).state.routes
    return [
        (method, re.sub(r"\{\w+\}", quote(MARKED), route.path)) for route in routes for method in sorted(route.methods)
    ]


def _send_marked_text(url: str, headers: dict[str, str]) -> None:
    """Through every endpoint: as question, field, path, header, in bodies good and bad, and where nothing is."""
    fields = {"q": MARKED, "quote": MARKED, "limit": DIGITS, DIGITS: MARKED}
    bodies: list[dict[str, object]] = [
        {"json": {"q": MARKED}},
        {"json": {"q": MARKED, WORD: DIGITS}},
        {"json": {"q": {WORD: DIGITS}}},
        {"json": {"request_id": DIGITS[:4], "helped": True, "q": MARKED}},
        {"json": {"request_id": "r1", "helped": True, "q": MARKED, "section_id": WORD}},
        {"data": {"request_id": "r2", "helped": "true", "q": MARKED}},
        {"data": {"request_id": WORD, "helped": DIGITS, "q": MARKED}},
        {"content": f'{{"q": "{MARKED}'.encode(), "headers": {"Content-Type": "application/json"}},
        {"content": MARKED.encode("utf-16"), "headers": {"Content-Type": "application/json"}},
        {"content": MARKED.encode() * 5000, "headers": {"Content-Type": "application/json"}},
        {"content": MARKED.encode(), "headers": {"Content-Type": f"text/{DIGITS}"}},
    ]
    with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
        for method, path in _addresses():
            client.request(method, path, params={"q": MARKED})
            client.request(method, path, params={"quote": MARKED})
            client.request(method, path, params=fields, headers={"Accept": "text/html"})
            if method == "POST":
                for body in bodies:
                    client.request(method, path, **body)  # type: ignore[arg-type]
        for method in ("tools/call", DIGITS):
            for arguments in ({"question": MARKED}, {WORD: DIGITS}, {"question": DIGITS, "limit": WORD}):
                asked = {"name": "search_guide", "arguments": arguments}
                call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": asked}
                client.post("/mcp", json=call, headers={"Accept": "application/json, text/event-stream"})
        for path in (f"/{DIGITS}", f"/assets/{DIGITS}.css", f"/guide/{DIGITS}%2F..", f"/%FF{DIGITS}", f"/%00{DIGITS}"):
            client.get(path)
        client.request(f"M{DIGITS}", "/")
        client.get("/", headers={"Host": f"{DIGITS}.example"})
        client.get("/", headers={"Connection": "Upgrade", "Upgrade": "websocket"}, params={"q": MARKED})


def _assert_unwritten(server: ServerProcess) -> None:
    files = [server.log, *(file for file in server.var.rglob("*") if file.is_file())]
    for file in files:
        content = file.read_bytes()
        for spelling in SPELLINGS:
            assert spelling.encode() not in content, f"{spelling} is in {file.name}"


@pytest.mark.parametrize(
    ("level", "form"), [("debug", "json"), ("info", "console"), ("warning", "json"), ("error", "console")]
)
def test_what_readers_send_is_written_nowhere(level: str, form: str, var_folder: Path, tmp_path: Path) -> None:
    var = linked_var(var_folder, tmp_path / "var")
    operator = admin_headers(var)
    settings = {"mcp": "true", "caller_limit": "0", "trusted_proxies": "127.0.0.1"}
    settings |= {"log_level": level, "log_format": form}
    with server_process(var, tmp_path / "log", None, FAULTY, **settings) as server:
        _send_marked_text(server.url, HEADERS)
        _send_marked_text(server.url, STRANGERS_HEADERS)
        server.exchange(f"GET / {DIGITS} {WORD}\r\n\r\n".encode())
        for fault in ("raises", "breaks-off", "forgets"):
            try:
                httpx.get(f"{server.url}/faulty/{fault}", params={"q": MARKED})
            except httpx.RemoteProtocolError:
                assert fault == "breaks-off"
        metrics = httpx.get(f"{server.url}/metrics", headers=operator).text
        assert 'route="/v1/sections/{section_id}/verify"' in metrics
        assert not [spelling for spelling in SPELLINGS if spelling in metrics]
    written = server.written()
    assert "ValueError" in written
    assert "faulty_app.py" in written
    assert ("/v1/search" in written) == (level in ("debug", "info"))
    _assert_unwritten(server)


def test_a_question_is_kept_with_feedback_only_where_that_is_on(var_folder: Path, tmp_path: Path) -> None:
    kept = {}
    for choice in ("true", "false"):
        var = linked_var(var_folder, tmp_path / choice / "var")
        with server_process(var, tmp_path / choice / "log", feedback_questions=choice) as server:
            said = {"request_id": "r1", "helped": True, "q": f"{WORD}, {ADDRESS}, тел. 090-1234-5678"}
            assert httpx.post(f"{server.url}/v1/feedback", json=said).status_code == 204
        with sqlite3.connect(var / "feedback.sqlite3") as connection:
            kept[choice] = connection.execute("SELECT question FROM feedback").fetchone()[0]
        connection.close()
        assert WORD not in server.written()
    assert kept["false"] is None
    assert WORD in kept["true"]
    assert "1234" not in kept["true"]


@pytest.fixture(scope="module", params=[True, False], ids=["questions kept", "questions not kept"])
def settings(request: pytest.FixtureRequest, var_folder: Path) -> Settings:
    return Settings(var=var_folder, feedback_questions=request.param, feedback_days=91, cache=7)


@pytest.fixture(scope="module")
def page(settings: Settings) -> Iterator[str]:
    with serving(settings) as url:
        yield " ".join(httpx.get(f"{url}/privacy").text.split())


def test_the_page_says_what_this_server_keeps(page: str, settings: Settings) -> None:
    assert ("цей сервер зберігає й текст запитання" in page) == settings.feedback_questions
    assert ("Тексту запитання разом з оцінкою цей сервер не зберігає" in page) != settings.feedback_questions
    assert "Через 91 день запис стирається" in page
    assert "щонайбільше 7" in page


@pytest.mark.parametrize(("count", "words"), [(1, "1 день"), (11, "11 днів"), (23, "23 дні"), (180, "180 днів")])
def test_days_agree_with_their_number(count: int, words: str) -> None:
    assert days_in_words(count) == words


def test_the_page_says_what_goes_to_milvus(tmp_path: Path) -> None:
    for vectors, said in (
        ("auto", "на цьому ж сервері"),
        ("milvus+http://me:secret@milvus:19530", "до бази\n  Milvus"),
    ):
        with serving(Settings(var=tmp_path, vectors=vectors)) as url:
            page = httpx.get(f"{url}/privacy").raise_for_status().text
        assert said in page
        assert ("на цьому ж сервері" in page) == (vectors == "auto")
        assert "secret" not in page


def test_the_page_needs_no_index(tmp_path: Path) -> None:
    with serving(Settings(var=tmp_path)) as url:
        assert httpx.get(f"{url}/privacy").status_code == 200


@pytest.mark.parametrize("path", ["/", "/?q=картка", "/guide/1.1-3", "/guide/9.9", "/docs", "/privacy", "/nothing"])
def test_every_page_links_to_it(client: httpx.Client, path: str) -> None:
    footer = client.get(path, headers={"Accept": "text/html"}).text.partition("<footer")[2]
    assert 'href="/privacy"' in footer
