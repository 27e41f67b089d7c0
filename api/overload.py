"""Questions that are refused before they are read, while far more come than can be answered."""

from fastapi import Request
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import overload_response
from api.search_threads import SearchThreads


class OverloadMiddleware:
    """Refuses questions while the queue is overrun: to read and check them would take the time of those that are taken.

    Until then a question is read even where the queue is full, for its answer may be kept.
    """

    def __init__(self, app: ASGIApp, threads: SearchThreads, route: BaseRoute) -> None:
        """Name the queue.

        Args:
            route: of the questions, under which they are counted and logged.
        """
        self.app = app
        self._threads = threads
        self._route = route
        self._path: str = getattr(route, "path", "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == self._path and self._threads.overrun:
            scope["route"] = self._route
            await overload_response(Request(scope), self._threads.refusal())(scope, receive, send)
        else:
            await self.app(scope, receive, send)
