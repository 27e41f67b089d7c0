"""A real server over the published build, on a free port of the loopback, and a real browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from api.app import create_app
from search.settings import Settings

_BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """A server with these settings in a thread of its own; gives its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(settings), log_level="warning", access_log=False, proxy_headers=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        _wait_until_live(url)
        try:
            yield url
        finally:
            server.should_exit = True
            thread.join(timeout=10)


def _wait_until_live(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            if httpx.get(f"{url}/health/live", timeout=2).is_success:
                return
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise


@pytest.fixture(scope="session")
def server(var_folder: Path) -> Iterator[str]:
    """Address of a server over the real index."""
    with serving(Settings(var=var_folder, caller_limit=0)) as url:
        yield url


@pytest.fixture(scope="session")
def client(server: str) -> Iterator[httpx.Client]:
    """A client of that server."""
    with httpx.Client(base_url=server, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium; a module's, for while Playwright runs, `asyncio.run` in other tests is refused."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_BROWSER_FLAGS)
        yield browser
        browser.close()
