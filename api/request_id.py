"""A request id in and out: a caller's own is kept if it is plain, else one is made."""

import re
import uuid
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"

_PLAIN = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_DESCRIPTION: dict[str, Any] = {
    "description": "номер запиту: надісланий, якщо він простий, або новий",
    "required": True,
    "schema": {"type": "string", "pattern": _PLAIN.pattern},
}


def request_id_of(scope: Any) -> str:
    """The id of the request that a scope belongs to."""
    return str(scope.get("request_id", ""))


def with_request_id(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with the header that every response has. Changes it in place."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                response.setdefault("headers", {})[HEADER] = _DESCRIPTION
    return document


class RequestIdMiddleware:
    """Gives each request an id and returns it as `X-Request-Id`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope).get(HEADER, "")
        scope["request_id"] = asked if _PLAIN.match(asked) else uuid.uuid4().hex

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = scope["request_id"]
            await send(message)

        await self.app(scope, receive, send_with_id)
