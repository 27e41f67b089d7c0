"""As little HTTP/1.1 as a load generator needs: one kept connection, one request at a time, bodies of known length."""

import asyncio
import re
import time
from dataclasses import dataclass

_END_OF_HEAD = b"\r\n\r\n"
_RETRY = b"\r\nretry-after:"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply.

    Attributes:
        at: when its last byte was here, by `time.perf_counter`.
        says_when: whether it says when to come again.
    """

    status: int
    at: float
    says_when: bool


class Connection(asyncio.Protocol):
    """A connection to a server on the loopback."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._whole: int | None = None
        self._reply: asyncio.Future[Reply] | None = None

    @classmethod
    async def to(cls, port: int) -> "Connection":
        """Connect.

        Raises:
            OSError: nothing listens there.
        """
        _, connection = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return connection

    @property
    def is_open(self) -> bool:
        """Whether neither side has closed it."""
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes) -> Reply:
        """Send a request and wait for the whole reply.

        Raises:
            ConnectionError: the server closed the connection, or sent a reply of unknown length.
        """
        if self._transport is None or self._transport.is_closing():
            raise ConnectionResetError("the connection is closed")
        self._received.clear()
        self._whole = None
        self._reply = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._reply

    def close(self) -> None:
        """Close it."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        now = time.perf_counter()
        if self._reply is None or self._reply.done():
            return
        self._received += data
        if self._whole is None:
            head = self._received.find(_END_OF_HEAD)
            if head < 0:
                return
            length = _LENGTH.search(self._received, 0, head + 2)
            if length is None:
                self._reply.set_exception(ConnectionError("a reply without Content-Length"))
                return
            self._whole = head + len(_END_OF_HEAD) + int(length[1])
        if len(self._received) >= self._whole:
            says_when = _RETRY in self._received[: self._whole].lower()
            self._reply.set_result(Reply(int(self._received[9:12]), now, says_when))

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop."""
        self._transport = None
        if self._reply is not None and not self._reply.done():
            why = f": {exc}" if exc else ""
            self._reply.set_exception(ConnectionResetError(f"the server closed the connection{why}"))
