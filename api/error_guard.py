"""The last resort: an error that nobody foresaw becomes a problem document, and a log line without its message."""

import logging

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import describe_exception, log_event
from api.problems import problem_response
from api.request_id import request_id_of


class ErrorGuardMiddleware:
    """Keeps errors from the server, which would log their messages, and with them what a reader wrote.

    Where the response has begun, it stays unfinished and the server closes the connection.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except Exception as error:
            described = describe_exception(error)
            log_event(logging.ERROR, "unexpected error", request_id=request_id_of(scope), **described)
            if not started:
                detail = "something went wrong here; it is logged under this request id"
                await problem_response(Request(scope), 500, detail)(scope, receive, send)
