"""Requests of a plain form only: a host that is served here, and a path without anything that is read in two ways."""

import re
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import unquote_to_bytes

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem_response

_HOST = re.compile(r"([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_ODD_IN_PATH = re.compile(rb"%(?:2f|5c|00)|\\", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class PlainRequestsMiddleware:
    """Answers 400 to a malformed host, 421 to a host that isn't served, and 404 to a path that isn't plain.

    A proxy and this service could take such a path for different ones: encoded slashes, backslashes, dot segments,
    control characters, bytes that are not UTF-8.
    """

    _BAD_HOST: ClassVar[str] = "the Host header must be there once, and be a name or an address, with a port or without"

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        """Name the hosts that are served.

        Args:
            hosts: names without port; empty for any.
        """
        self.app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self.app(scope, receive, send)
        else:
            await problem_response(Request(scope), *refusal)(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        host = _host_of(scope)
        if host is None:
            return 400, self._BAD_HOST
        if self._hosts and host not in self._hosts:
            return 421, "this host is not served here; the operator names the hosts in DOVIDNYK_HOSTS"
        if not is_plain_path(scope["raw_path"]):
            return 404, "nothing is here; /docs lists what there is"
        return None


def _host_of(scope: Scope) -> str | None:
    """The host that a request asks, in lower case, without its port; `None` where it isn't named once and well."""
    named = [value for name, value in scope["headers"] if name == b"host"]
    match = _HOST.fullmatch(named[0].decode("latin-1")) if len(named) == 1 else None
    return match[1].lower().rstrip(".") if match else None


def is_plain_path(raw: bytes) -> bool:
    """Whether a path, as it was sent, can be read in one way only."""
    if not raw.startswith(b"/") or _ODD_IN_PATH.search(raw):
        return False
    try:
        path = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(path) and not {".", ".."}.intersection(path.split("/"))
