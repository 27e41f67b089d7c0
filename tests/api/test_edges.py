"""Requests that are slow, large, many or odd, byte for byte to a real server process."""

import json
import socket
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from api.body_limit import MAX_BODY
from api.http_protocol import MAX_HEAD
from tests.api.server_process import ServerProcess, linked_var, read_all, server_process

SECONDS = 1.5
CONNECTIONS = 12
JSON = b"Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
def edge(var_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server with narrow limits."""
    folder = tmp_path_factory.mktemp("edge")
    settings = {
        "request_seconds": str(SECONDS),
        "connections": str(CONNECTIONS),
        "hosts": "127.0.0.1, guide.example.org",
        "log_format": "json",
    }
    with server_process(linked_var(var_folder, folder / "var"), folder / "log", None, **settings) as server:
        yield server


def request(method: str, target: str, headers: bytes = b"", body: bytes = b"", host: bytes = b"127.0.0.1") -> bytes:
    """A request that closes its connection when it is answered."""
    head = f"{method} {target} HTTP/1.1\r\n".encode("latin-1")
    return head + b"Host: " + host + b"\r\nConnection: close\r\n" + headers + b"\r\n" + body


def assert_problem(response: bytes, status: int, *says: str) -> None:
    head, _, body = response.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode()), response
    assert b"application/problem+json" in head
    assert b"x-content-type-options: nosniff" in head
    problem = json.loads(body)
    assert problem["status"] == status
    assert problem["request_id"]
    for words in says:
        assert words in problem["detail"]


def assert_well(server: ServerProcess) -> None:
    assert httpx.get(f"{server.url}/health/live", timeout=10).status_code == 200


# time


def trickle(server: ServerProcess, begin: bytes, piece: bytes) -> tuple[bytes, float]:
    """Send a beginning, then a piece again and again until the server has enough; its answer, and after how long."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as connection:
        connection.sendall(begin)
        began = time.monotonic()
        connection.settimeout(SECONDS / 10)
        received = b""
        while time.monotonic() - began < 30:
            try:
                got = connection.recv(65_536)
                if not got:
                    break
                received += got
            except TimeoutError:
                try:
                    connection.sendall(piece)
                except OSError:
                    break
            except ConnectionResetError:
                break
        return received, time.monotonic() - began


def test_a_head_that_comes_slowly_is_refused_in_time(edge: ServerProcess) -> None:
    response, took = trickle(edge, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ", b"a")
    assert_problem(response, 408, "the head of the request didn't come within 1.5 seconds")
    assert SECONDS * 0.9 < took < SECONDS + 10


def test_a_body_that_comes_slowly_is_refused_in_time(edge: ServerProcess) -> None:
    head = request("POST", "/v1/search", JSON + b"Content-Length: 5000\r\n")
    response, took = trickle(edge, head + b'{"q": "', b"a")
    assert_problem(response, 408, "the body didn't come within 1.5 seconds")
    assert SECONDS * 0.9 < took < SECONDS + 10


def test_a_connection_that_says_nothing_is_closed(edge: ServerProcess) -> None:
    response, took = trickle(edge, b"", b"")
    assert response == b""
    assert took < SECONDS + 10


def test_a_body_that_nobody_waits_for_does_not_hold_its_connection(edge: ServerProcess) -> None:
    head = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\n"
    response, took = trickle(edge, head, b"a")
    assert response.startswith(b"HTTP/1.1 200 ")
    assert took < SECONDS + 10


def test_a_reader_who_takes_nothing_is_let_go(edge: ServerProcess) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", edge.port))
        connection.settimeout(60)
        one = b"GET /guide/1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        sent, began = 0, time.monotonic()
        try:
            while time.monotonic() - began < 60:
                sent += connection.send(one * 50)
        except TimeoutError:
            pytest.fail(f"still open after {sent} bytes")
        except ConnectionError:
            pass
        else:
            pytest.fail("the server takes requests for ever")
    assert_well(edge)


# size and number


@pytest.mark.parametrize(
    "headers",
    [b"X-Large: " + b"a" * MAX_HEAD + b"\r\n", b"".join(b"X-%d: a\r\n" % number for number in range(6000))],
    ids=["one", "many"],
)
def test_large_headers_are_refused(edge: ServerProcess, headers: bytes) -> None:
    assert_problem(edge.exchange(request("GET", "/", headers)), 431, str(MAX_HEAD))


def test_a_header_without_end_is_refused_while_it_comes(edge: ServerProcess) -> None:
    response, took = trickle(edge, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Endless: ", b"a" * 8192)
    assert_problem(response, 431, str(MAX_HEAD))
    assert took < SECONDS + 10


def test_a_long_address_is_refused(edge: ServerProcess) -> None:
    assert_problem(edge.exchange(request("GET", "/?q=" + "a" * MAX_HEAD)), 431)


@pytest.mark.parametrize("length", [b"65537", b"99999999999999999999", b"1e3", b"-1", b"0x10"])
def test_a_declared_length_that_is_too_large_or_no_number_is_refused(edge: ServerProcess, length: bytes) -> None:
    response = edge.exchange(request("POST", "/v1/search", JSON + b"Content-Length: " + length + b"\r\n"))
    assert_problem(response, 413 if length == b"65537" else int(response.split(b" ")[1]))
    assert response.split(b" ")[1] in (b"413", b"400")


def test_chunks_without_end_are_refused(edge: ServerProcess) -> None:
    chunk = b"%x\r\n%s\r\n" % (4096, b"a" * 4096)
    response = edge.exchange(
        request("POST", "/v1/search", JSON + b"Transfer-Encoding: chunked\r\n", chunk * (MAX_BODY // 4096 + 2))
    )
    assert_problem(response, 413, str(MAX_BODY))


def test_beyond_the_most_connections_the_answer_is_503_and_the_others_go_on(edge: ServerProcess) -> None:
    address = ("127.0.0.1", edge.port)
    time.sleep(0.2)  # what earlier tests left open
    held = [socket.create_connection(address, timeout=10) for _ in range(CONNECTIONS + 5)]
    try:
        answers = [read_all(connection) for connection in held[CONNECTIONS:]]
        for answer in answers:
            assert_problem(answer, 503, "too many connections")
            assert b"retry-after: 5" in answer
        held[0].sendall(request("GET", "/health/live"))
        assert read_all(held[0]).startswith(b"HTTP/1.1 200 ")
    finally:
        for connection in held:
            connection.close()
    deadline = time.monotonic() + 10
    while not edge.exchange(request("GET", "/health/live")).startswith(b"HTTP/1.1 200 "):
        assert time.monotonic() < deadline


# form

ODD_PATHS = [
    "/guide/..%2f..%2fetc%2fpasswd",
    "/guide/%2e%2e/%2e%2e/etc/passwd",
    "/assets/../app.py",
    "/assets/%2e%2e/app.py",
    "/assets/..%5capp.py",
    "/assets/..\\app.py",
    "/assets/style.css%00",
    "/guide/1.1-3%00",
    "/guide/%c0%ae%c0%ae/1",
    "/guide/%e0%80%af1",
    "/guide/%ff",
    "/guide/%ed%a0%80",
    "/guide/%0d%0aSet-Cookie:%20a=b",
    "/v1/sections/./1.1-3",
    "/./",
    "/health/%2e/live",
    "//evil.example/%2e%2e",
]


@pytest.mark.parametrize("path", ODD_PATHS)
def test_a_path_that_can_be_read_in_two_ways_is_nowhere(edge: ServerProcess, path: str) -> None:
    response = edge.exchange(request("GET", path))
    assert_problem(response, 404)
    assert b"root:" not in response
    assert b"set-cookie" not in response.lower()


@pytest.mark.parametrize("path", ["/guide/1.1-3", "/guide/%31.1-3", "/assets/style.css", "/v1/sections/1.1-3"])
def test_a_plain_path_is_served(edge: ServerProcess, path: str) -> None:
    assert edge.exchange(request("GET", path)).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"127.0.0.1", 200),
        (b"guide.example.org", 200),
        (b"GUIDE.example.org.:8443", 200),
        (b"evil.example", 421),
        (b"guide.example.org.evil.example", 421),
        (b"guide.example.org@evil.example", 400),
        (b"guide.example.org/path", 400),
        (b"<script>", 400),
        (b"", 400),
        (b"127.0.0.1\r\nHost: evil.example", 400),
    ],
)
def test_only_hosts_that_are_named_are_served(edge: ServerProcess, host: bytes, status: int) -> None:
    response = edge.exchange(request("GET", "/docs", host=host))
    assert response.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"evil.example" not in response


def test_a_request_without_a_host_is_refused(edge: ServerProcess) -> None:
    assert_problem(edge.exchange(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 400)


SMUGGLED = [
    b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    b"Content-Length: 4\r\nContent-Length: 5\r\n",
    b"Transfer-Encoding: xchunked\r\n",
    b"Transfer-Encoding : chunked\r\n",
    b"Content-Length: +4\r\n",
    b"X: a\nGET /admin HTTP/1.1\r\n",
    b"X: a\x00b\r\n",
]


@pytest.mark.parametrize("headers", SMUGGLED)
def test_a_request_with_two_ends_is_refused(edge: ServerProcess, headers: bytes) -> None:
    body = b"0\r\n\r\nGET /privacy HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    response = edge.exchange(request("POST", "/v1/search", JSON + headers, body))
    assert_problem(response, 400)
    assert response.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    "sent", [b"\x16\x03\x01\x02\x00\x01", b"SSH-2.0-x\r\n", b"GET\r\n\r\n", b"OPTIONS * HTTP/1.1\r\n\r\n", b"\x00" * 64]
)
def test_what_is_not_a_request_is_refused(edge: ServerProcess, sent: bytes) -> None:
    assert_problem(edge.exchange(sent), 400)


def test_an_upgrade_to_another_protocol_is_answered_as_what_it_is(edge: ServerProcess) -> None:
    headers = (
        b"Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        b"Connection: Upgrade\r\n"
    )
    with socket.create_connection(("127.0.0.1", edge.port), timeout=10) as connection:
        connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + b"\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")


# markup and lines

MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"


class Elements(HTMLParser):
    """The elements of a page that could run something."""

    def __init__(self) -> None:
        super().__init__()
        self.suspect: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        inline = tag == "script" and "src" not in names
        if inline or tag in ("img", "style") or "style" in names or any(name.startswith("on") for name in names):
            self.suspect.append(f"<{tag} {attrs}>")


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [
        ("GET", f"/?q={quote(MARKUP)}", None),
        ("GET", f"/?q={quote(MARKUP)}&repair={quote(MARKUP)}", None),
        ("GET", f"/?q=zahubyv+kartku+{quote(MARKUP)}", None),
        ("GET", f"/?q={quote(MARKUP * 40)}", None),
        ("GET", f"/guide/{quote(MARKUP.replace('/', ''))}", None),
        ("GET", f"/{quote(MARKUP.replace('/', ''))}", None),
        ("GET", f"/docs?{quote(MARKUP)}", None),
        ("GET", f"/privacy?{quote(MARKUP)}", None),
        ("POST", "/feedback", {"request_id": MARKUP, "q": MARKUP, "helped": MARKUP, "section_id": MARKUP}),
        ("POST", "/feedback", {"request_id": "r1", "q": MARKUP, "helped": "true", "reason": MARKUP}),
    ],
)
def test_markup_in_a_field_stays_text(edge: ServerProcess, method: str, path: str, form: dict[str, str] | None) -> None:
    headers = {"Accept": "text/html", "X-Request-Id": MARKUP, "Referer": MARKUP, "User-Agent": MARKUP}
    page = httpx.request(method, edge.url + path, data=form, headers=headers, timeout=30).text
    elements = Elements()
    elements.feed(page)
    assert elements.suspect == []
    assert ">49<" not in page


def test_a_request_cannot_forge_a_log_line(edge: ServerProcess) -> None:
    forged = '\n{"event": "forged", "level": "info"}'
    for path in ("/?q=", "/guide/", "/", "/v1/sections/x"):
        httpx.get(edge.url + path + quote(forged), timeout=30)
    edge.exchange(request("GET", "/", b'X-Request-Id: a\r\n\t{"event": "forged"}\r\n'))
    lines = [json.loads(line) for line in edge.written().splitlines() if not line.startswith("serving on ")]
    assert {line["event"] for line in lines} >= {"request"}
    assert not [line for line in lines if "forged" in str(line)]
