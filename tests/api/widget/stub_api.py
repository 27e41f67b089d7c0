"""An API on another origin than the host page: the real server's responses, readable from there, and faults on demand.

Every response is the real server's own, fetched the first time it is asked for and kept for the session; a test puts
something else in its place where a server is meant to be slow, broken or malicious.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.api.widget.local_server import Asked, Reply, listening

_KEPT_HEADERS = ("content-type", "etag", "cache-control", "x-request-id", "server-timing")
_CORS = {
    "Access-Control-Expose-Headers": "X-Request-Id, Retry-After, ETag, Server-Timing",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, X-Dovidnyk-Key",
    "Access-Control-Max-Age": "600",
    "Vary": "Origin",
}
_LONGEST_HOLD = 20.0

Behaviour = Callable[[Asked], Reply | None]


class StubApi:
    """What the widget under test talks to."""

    def __init__(self, real: str) -> None:
        self._real = httpx.Client(base_url=real, timeout=30)
        self._kept: dict[tuple[str, str, str], Reply] = {}
        self._behaviours: dict[str, Behaviour] = {}
        self.url = ""
        self.asked: list[Asked] = []

    def __call__(self, asked: Asked) -> Reply | None:
        """The reply to a request, readable from every origin."""
        if asked.method == "OPTIONS":
            return _readable(Reply(204), asked)
        self.asked.append(asked)
        reply = self._behaviours.get(asked.path, self.real_reply)(asked)
        return reply and _readable(reply, asked)

    def real_reply(self, asked: Asked) -> Reply:
        """The real server's reply."""
        key = (asked.method, asked.target, _canonical(asked.body))
        if key not in self._kept or asked.path == "/v1/feedback":
            sent = {name: asked.headers[name] for name in ("content-type", "accept") if name in asked.headers}
            response = self._real.request(asked.method, asked.target, content=asked.body, headers=sent)
            headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
            self._kept[key] = Reply(response.status_code, headers, response.content)
        return self._kept[key]

    def record(self, question: str) -> None:
        """Ask the real server this question, as the widget does, so that its response is at hand at once."""
        body = json.dumps({"q": question, "limit": 5, "repair": True}).encode()
        self.real_reply(Asked("POST", "/v1/search", {"content-type": "application/json"}, body))

    def behave(self, path: str, behaviour: Behaviour) -> None:
        """Answer requests for a path so until the end of the test."""
        self._behaviours[path] = behaviour

    def behave_well(self) -> None:
        """Forget all faults and requests."""
        self._behaviours.clear()
        self.asked.clear()

    def close(self) -> None:
        """Hang up on the real server."""
        self._real.close()

    def forget(self) -> None:
        """Drop the kept responses, so that the real server is asked again."""
        self._kept.clear()

    def fail(self, path: str, status: int) -> None:
        """Answer requests for a path with a problem document of this status."""
        body = json.dumps({"type": "about:blank", "title": "problem", "status": status, "detail": "down"}).encode()
        self.behave(path, lambda _: Reply(status, {"Content-Type": "application/problem+json"}, body))

    def hang_up(self, path: str) -> None:
        """Close the connections of requests for a path without a word."""
        self.behave(path, lambda _: None)

    def change(self, path: str, change: Callable[[Any], Any]) -> None:
        """Answer with the real JSON, changed."""

        def changed(asked: Asked) -> Reply:
            real = self.real_reply(asked)
            return Reply(real.status, real.headers, json.dumps(change(json.loads(real.body))).encode())

        self.behave(path, changed)

    @contextmanager
    def holding(self, path: str, only: str | None = None) -> Iterator[threading.Event]:
        """Hold back replies for a path (`only` those to this question) until the event is set or the block left."""
        go_on = threading.Event()

        def held(asked: Asked) -> Reply:
            if only is None or json.loads(asked.body)["q"] == only:
                go_on.wait(_LONGEST_HOLD)
            return self.real_reply(asked)

        self.behave(path, held)
        try:
            yield go_on
        finally:
            go_on.set()
            self._behaviours.pop(path, None)

    def asked_of(self, path: str) -> list[dict[str, Any]]:
        """The JSON bodies sent to a path, in order."""
        return [json.loads(asked.body) for asked in self.asked if asked.path == path]


@contextmanager
def stub_api(real: str) -> Iterator[StubApi]:
    """A stub in front of the server at `real`."""
    stub = StubApi(real)
    with listening(stub, "127.0.0.1") as url:
        stub.url = url
        yield stub
    stub.close()


def _canonical(body: bytes) -> str:
    return json.dumps(json.loads(body), sort_keys=True) if body else ""


def _readable(reply: Reply, asked: Asked) -> Reply:
    origin = asked.headers.get("origin")
    if origin is None:
        return reply
    return Reply(reply.status, {**reply.headers, "Access-Control-Allow-Origin": origin, **_CORS}, reply.body)
