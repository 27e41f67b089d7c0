"""Calls to a Milvus server, each within a time, with one error for every way in which it can be away or broken.

pymilvus itself tries a call again for as long as its time-out allows and renews channels under a lock of all threads;
here a call that fails has failed. gRPC renews its connections by itself, so the same object works again as soon as the
server does.
"""

import logging
import threading
from time import monotonic
from typing import TYPE_CHECKING, Any

from search.errors import PassagesUnavailableError, SettingsError
from search.passages.milvus_address import MilvusAddress

if TYPE_CHECKING:
    from pymilvus import MilvusClient

_LOGGER = logging.getLogger("dovidnyk")

PAUSE_SECONDS = 1.0
"""While the server is away, it is tried so often; other calls fail at once, so that no thread waits for nothing."""

_CONNECT_SECONDS = 2.0
_LEAST_SECONDS = 0.05
_COLLECTION_NOT_FOUND = 100
_COLLECTION_NOT_LOADED = {101, 103}
_CHANNEL = {
    "grpc.keepalive_permit_without_calls": 0,  # some servers hang up on who pings without need
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.min_reconnect_backoff_ms": 1_000,
    "grpc.max_reconnect_backoff_ms": 500,
}


class NotInMilvusError(PassagesUnavailableError):
    """The server has no such collection or alias."""


class NotLoadedError(PassagesUnavailableError):
    """The server has the collection, but not in memory."""


class MilvusConnection:
    """A server, connected to when it is first called. Safe to use from many threads."""

    def __init__(self, address: MilvusAddress) -> None:
        self.shown = address.shown
        self._address = address
        self._client: MilvusClient | None = None
        self._connecting = threading.Lock()
        self._gate = _Gate(f"Milvus at {address.shown}")

    def within(self, seconds: float) -> "Calls":
        """Calls that may take so long together, beginning now."""
        return Calls(self, monotonic() + seconds)

    def call(self, method: str, seconds: float, *args: Any, **kwargs: Any) -> Any:
        """Call a method of pymilvus' client.

        Raises:
            NotInMilvusError, NotLoadedError: the server says so of the collection.
            PassagesUnavailableError: it doesn't answer in time, or not with what was asked for.
            SettingsError: pymilvus isn't installed.
        """
        grpc, exceptions = _libraries()
        self._gate.enter(seconds)
        try:
            client = self._connected(seconds)
            answer = getattr(client, method)(*args, timeout=max(seconds, _LEAST_SECONDS), **kwargs)
        except grpc.RpcError as error:
            raise self._away(_code_of(error)) from error
        except exceptions.MilvusException as error:
            if isinstance(error.__cause__, grpc.RpcError):  # it couldn't be connected to
                raise self._away(_code_of(error.__cause__)) from error
            self._gate.open()
            raise self._refused(error) from error
        except (OSError, ValueError) as error:  # a closed channel is a ValueError of gRPC's
            raise self._away(type(error).__name__) from error
        self._gate.open()
        return answer

    def _connected(self, seconds: float) -> "MilvusClient":
        if self._client is not None:
            return self._client
        from pymilvus import MilvusClient

        if not self._connecting.acquire(timeout=max(seconds, _LEAST_SECONDS)):
            raise OSError
        try:
            if self._client is None:
                within = min(seconds, _CONNECT_SECONDS)
                client = MilvusClient(self._address.uri, timeout=within, dedicated=True, grpc_options=_CHANNEL)
                client._handler._on_rpc_error = _give_up  # nothing public keeps pymilvus from trying again
                self._client = client
            return self._client
        finally:
            self._connecting.release()

    def _refused(self, error: Any) -> PassagesUnavailableError:
        code, says = error.code, str(error.message).strip()
        if code == _COLLECTION_NOT_FOUND:
            return NotInMilvusError(f"Milvus at {self.shown} says: {says}")
        if code in _COLLECTION_NOT_LOADED:
            return NotLoadedError(f"Milvus at {self.shown} says: {says}")
        return PassagesUnavailableError(f"Milvus at {self.shown} answers with an error: {says.splitlines()[0][:200]}")

    def _away(self, why: str) -> PassagesUnavailableError:
        says = f"Milvus at {self.shown} doesn't answer ({why}); start it, or set DOVIDNYK_VECTORS to where it is"
        self._gate.close(says)
        return PassagesUnavailableError(says)


class Calls:
    """Calls to one server that end by one time."""

    def __init__(self, connection: MilvusConnection, end: float) -> None:
        self._connection = connection
        self._end = end

    @property
    def seconds_left(self) -> float:
        """Time that is left."""
        return self._end - monotonic()

    def __call__(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """See `MilvusConnection.call`."""
        return self._connection.call(method, self.seconds_left, *args, **kwargs)


class _Gate:
    """Open while the server answers; else lets through one call now and then, to see whether it is back."""

    def __init__(self, who: str) -> None:
        self._who = who
        self._lock = threading.Lock()
        self._says: str | None = None
        self._next = 0.0

    def enter(self, seconds: float) -> None:
        with self._lock:
            if self._says is None:
                return
            if monotonic() < self._next:
                raise PassagesUnavailableError(self._says)
            self._next = monotonic() + seconds + PAUSE_SECONDS

    def open(self) -> None:
        if self._says is not None:
            self._says = None
            _LOGGER.info("%s answers again", self._who)

    def close(self, says: str) -> None:
        with self._lock:
            if self._says is None:
                _LOGGER.error("%s", says)
            self._says, self._next = says, monotonic() + PAUSE_SECONDS


def _libraries() -> tuple[Any, Any]:
    """gRPC and pymilvus' errors; what pymilvus logs, tracebacks and all, is said by our own errors."""
    try:
        import grpc
        from pymilvus import exceptions
    except ImportError as error:
        raise SettingsError("DOVIDNYK_VECTORS names Milvus, which needs the extra: pip install '.[milvus]'") from error
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)
    return grpc, exceptions


def _give_up(error: Exception) -> None:
    raise error


def _code_of(error: Any) -> str:
    code = error.code() if callable(getattr(error, "code", None)) else None
    return code.name if code is not None else type(error).__name__
