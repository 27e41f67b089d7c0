"""Limits on request bodies: a larger one is refused before it is read whole, a slower one before it ties up memory."""

import asyncio

from fastapi import HTTPException, Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response

MAX_BODY = 65_536

_TOO_LARGE = f"the body is too large; at most {MAX_BODY} bytes are taken"
_CLOSE = {"Connection": "close"}


class BodyLimitMiddleware:
    """Answers 413 to bodies over `MAX_BODY` bytes, by the declared length or by what really comes; 408 to slow ones."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        """Set the time.

        Args:
            seconds: in which a body must have come whole.
        """
        self.app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > MAX_BODY:
            response = problem_response(Request(scope), 413, _TOO_LARGE, _CLOSE)
            await response(scope, receive, send)
            return
        limited = _LimitedBody(receive, self._seconds)
        await self.app(scope, limited.receive, send)


class _LimitedBody:
    """Receives one request's body."""

    def __init__(self, receive: Receive, seconds: float) -> None:
        self._receive = receive
        self._seconds = seconds
        self._deadline: float | None = None
        self._received = 0
        self._whole = False

    async def receive(self) -> Message:
        """The next message; once the body is whole, as long as it takes, for only the caller's leaving is waited for.

        Raises:
            HTTPException: the body is too large, or its time is over.
        """
        if self._whole:
            return await self._receive()
        loop = asyncio.get_running_loop()
        if self._deadline is None:
            self._deadline = loop.time() + self._seconds
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            raise HTTPException(
                408, f"the body didn't come within {self._seconds:g} seconds; send it faster", _CLOSE
            ) from None
        self._received += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._received > MAX_BODY:
            raise HTTPException(413, _TOO_LARGE, _CLOSE)
        return message
