"""Running the HTTP server: one process, or several that share a socket and are replaced when they die."""

import errno
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from uvicorn.supervisors import Multiprocess

from api.server_options import server_options
from search.errors import DovidnykError
from search.settings import PREFIX, Settings

_APPLICATION = "api.app:create_app_from_environment"
_ANSWERS_WITHIN_SECONDS = 30
"""A process that doesn't answer its supervisor for so long is replaced; a new one has so long to open its index."""

Announce = Callable[[], None]


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to an address, which refuses connections until a server listens on it.

    Raises:
        DovidnykError: the address can't be had; the message says what to do.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise DovidnykError(
                f"port {port} on {host} is taken; stop the other program or choose another with --port or {PREFIX}PORT"
            ) from error
        raise DovidnykError(f"can't listen on {host}:{port}: {error.strerror or error}") from error
    return listener


def run_server(listener: socket.socket, workers: int, settings: Settings, announce: Announce) -> int:
    """Serve until told to stop: by SIGTERM or Ctrl+C, after which connections are refused and requests finish.

    Args:
        announce: called once, when every process is ready.

    Returns:
        Exit code: 0 where it was told to stop, 1 where it couldn't start.
    """
    config = uvicorn.Config(
        _APPLICATION,
        factory=True,
        workers=workers,
        timeout_graceful_shutdown=settings.stop_seconds,
        timeout_worker_healthcheck=_ANSWERS_WITHIN_SECONDS,
        **server_options(settings),
    )
    if workers == 1:
        return _run_alone(config, listener, announce)
    supervisor = Supervisor(config, listener, announce)
    supervisor.run()
    return int(supervisor.failed)


def _run_alone(config: uvicorn.Config, listener: socket.socket, announce: Announce) -> int:
    """Serve in this process. uvicorn raises SIGTERM again once it has stopped, so that is made to mean a good end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    waiting = [announce]

    async def announce_once() -> None:
        while waiting:
            waiting.pop()()

    config.callback_notify = announce_once
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return 0 if server.started else 1


class Supervisor(Multiprocess):
    """Starts the processes, replaces those that die or hang, and on SIGHUP replaces all, one after another."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, announce: Announce) -> None:
        super().__init__(config, [listener])
        self.failed = False
        self._announce: Announce | None = announce

    def keep_subprocess_alive(self) -> None:
        """Called twice a second until the server is to stop."""
        stopping = self.should_exit.is_set()
        super().keep_subprocess_alive()
        self.failed = self.should_exit.is_set() and not stopping
        if self._announce and all(process.is_ready(timeout=1) for process in self.processes):
            self._announce()
            self._announce = None

    def terminate_all(self) -> None:
        """Close the socket here, too: held open, it would take connections that nobody answers any more."""
        for listener in self.sockets:
            listener.close()
        super().terminate_all()
