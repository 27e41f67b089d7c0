"""HTTP/1.1 with limits of its own: how long and how large the head of a request may be, how many connections there are.

uvicorn waits for a head for ever, keeps a head of any size, and has no answer in the one shape of all errors.
"""

import asyncio
import json
import uuid
from asyncio.events import TimerHandle
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.security_headers import SECURITY_HEADERS

MAX_HEAD = 32_768

_RETRY_SECONDS = 5
_MALFORMED = (400, "this is not a request in HTTP/1.1")
_HEAD_TOO_LARGE = (431, f"address and headers are too large; at most {MAX_HEAD} bytes are taken")


class BoundedHttpProtocol(HttpToolsProtocol):
    """A connection that is refused where there are too many, and closed where a head is too slow or too large."""

    def __init__(self, *args: Any, seconds: float, connections: int, **named: Any) -> None:
        """Set the limits.

        Args:
            seconds: in which a request's head must have come, and what is sent must have been taken by the caller.
            connections: most that a process has at the same time.
        """
        super().__init__(*args, **named)
        self._seconds = seconds
        self._most_connections = connections
        self._head_timer: TimerHandle | None = None
        self._write_timer: TimerHandle | None = None
        self._in_head = True
        self._head_size = 0
        self._fault = _MALFORMED

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, if there is room."""
        super().connection_made(transport)
        if len(self.connections) > self._most_connections:
            self._refuse(503, "there are too many connections; try again", f"retry-after: {_RETRY_SECONDS}\r\n")
        else:
            self._start_head_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_head_timer()
        self._stop_write_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head has grown too large."""
        if self.transport.is_closing():
            return
        if self._in_head:
            if self._head_timer is None:
                self._start_head_timer()
            self._head_size += len(data)
        super().data_received(data)
        if self._in_head and self._head_size > MAX_HEAD and not self.transport.is_closing():
            self._refuse(*_HEAD_TOO_LARGE)

    def on_headers_complete(self) -> None:
        """Begin the request; an error raised here reaches `send_400_response`."""
        self._stop_head_timer()
        self._in_head, self._head_size = False, 0
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MAX_HEAD:
            self._fault = _HEAD_TOO_LARGE
            raise ValueError("head too large")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """What comes next is the head of another request."""
        self._in_head = True
        if self.cycle.response_complete:  # answered before its body was whole: uvicorn's own timer is off
            self._start_head_timer()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """A body that is still coming has some seconds to end."""
        super().on_response_complete()
        if not self._in_head:
            self._start_head_timer()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Refuse what can't be read as a request."""
        if not self.transport.is_closing():
            self._refuse(*self._fault)

    def pause_writing(self) -> None:
        """The caller takes nothing: it has some seconds to go on."""
        super().pause_writing()
        self._write_timer = self.loop.call_later(self._seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """The caller has gone on."""
        self._stop_write_timer()
        super().resume_writing()

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing to warn of: no protocol but HTTP is offered."""

    def _start_head_timer(self) -> None:
        self._stop_head_timer()
        self._head_timer = self.loop.call_later(self._seconds, self._head_is_late)

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _stop_write_timer(self) -> None:
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None

    def _head_is_late(self) -> None:
        if self._in_head and self._head_size and not self.transport.is_closing():
            self._refuse(408, f"the head of the request didn't come within {self._seconds:g} seconds; send it faster")
        else:
            self.transport.abort()

    def _refuse(self, status: int, detail: str, more_headers: str = "") -> None:
        """Answer with a problem document before there is a request, and close."""
        phrase, request_id = HTTPStatus(status).phrase, uuid.uuid4().hex
        problem = {"type": "about:blank", "title": phrase, "status": status, "detail": detail, "request_id": request_id}
        body = json.dumps(problem)
        security = "".join(f"{name.lower()}: {value}\r\n" for name, value in SECURITY_HEADERS.items())
        self.transport.write(
            f"HTTP/1.1 {status} {phrase}\r\ncontent-type: application/problem+json\r\ncontent-length: {len(body)}\r\n"
            f"x-request-id: {request_id}\r\n{security}{more_headers}connection: close\r\n\r\n{body}".encode()
        )
        self.transport.close()


def bounded_protocol(seconds: float, connections: int) -> type[asyncio.Protocol]:
    """The protocol with its limits, as uvicorn makes it for every connection; can be sent to another process."""
    return cast(type[asyncio.Protocol], partial(BoundedHttpProtocol, seconds=seconds, connections=connections))
