"""Keys and origins as a real browser sees them: a partner's page, somebody else's, and one of our own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from api.access.changes import record_of
from api.access.keys import Kind, make_key
from api.access.partner_store import change_partners, partners_file
from api.access.partners import Partner, Partners, now_utc
from search.settings import Settings
from tests.api.access.conftest import link_index
from tests.api.conftest import serving

_ASK = """async ([url, headers]) => {
  try {
    const response = await fetch(url + "/v1/search", {
      method: "POST",
      headers: {"Content-Type": "application/json", ...headers},
      body: JSON.stringify({q: "загубила картку"}),
    });
    const body = await response.json();
    return {
      status: response.status,
      first: body.results?.[0].section.id,
      detail: body.detail,
      id: response.headers.get("X-Request-Id"),
      left: response.headers.get("RateLimit"),
      retry: response.headers.get("Retry-After"),
    };
  } catch (error) {
    return {error: error.name};
  }
}"""


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>A page</title>")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def page_elsewhere() -> Iterator[str]:
    """The origin of a page on a server that isn't ours."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def ask_from(browser: Browser, origin: str, url: str, headers: dict[str, str]) -> dict[str, Any]:
    """What the script of a page gets."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{origin}/docs")
    found: dict[str, Any] = page.evaluate(_ASK, [url, headers])
    context.close()
    return found


def test_a_browser_lets_the_partners_page_ask_and_no_other(browser: Browser, var_folder: Path, tmp_path: Path) -> None:
    key = make_key(Kind.BROWSER)
    with page_elsewhere() as partners, page_elsewhere() as strangers:
        record = record_of(key, now_utc(), None)
        example = Partner(id="example", origins=(partners,), keys=(record,))
        change_partners(partners_file(link_index(var_folder, tmp_path)), lambda _: Partners(partners=(example,)))
        with serving(Settings(var=tmp_path, caller_limit=3)) as url:
            headers = {"X-Dovidnyk-Key": key.text}
            answered = ask_from(browser, partners, url, headers)
            assert (answered["status"], answered["first"]) == (200, "1.1-3")
            assert answered["left"].startswith('"caller";r=2;')
            assert answered["id"]
            without = ask_from(browser, partners, url, {})
            assert (without["status"], "X-Dovidnyk-Key" in without["detail"]) == (401, True)
            assert ask_from(browser, strangers, url, headers) == {"error": "TypeError"}
            secret = {"Authorization": f"Bearer {key.text}"}
            assert ask_from(browser, partners, url, secret) == {"error": "TypeError"}
            assert ask_from(browser, url, url, {})["status"] == 200
            asked = (ask_from(browser, partners, url, headers) for _ in range(20))
            over = next(one for one in asked if one["status"] == 429)
            assert int(over["retry"]) >= 1
