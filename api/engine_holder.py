"""The engine of a server process: opened when the server starts, or as soon as an index is there."""

import threading
import time

from search.engine import Engine, open_engine
from search.errors import BuildError, DovidnykError
from search.settings import Settings

_SECONDS_BETWEEN_TRIES = 2.0


class EngineHolder:
    """Gives the engine, or says why there is none."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._failure: DovidnykError | None = None
        self._tried = float("-inf")

    def open(self) -> None:
        """Try to open the engine; a failure is kept for those who ask for it."""
        with self._lock:
            if self._engine is not None or time.monotonic() - self._tried < _SECONDS_BETWEEN_TRIES:
                return
            try:
                self._engine = open_engine(self._settings.var, self._settings.threads)
            except DovidnykError as error:
                self._failure = error
            self._tried = time.monotonic()

    @property
    def opened(self) -> Engine | None:
        """The engine, if it is open."""
        return self._engine

    def get(self) -> Engine:
        """The engine.

        Raises:
            BuildError, EncoderError: nothing usable is published (yet); the message says what to do.
        """
        if self._engine is None:
            self.open()
        if self._engine is None:
            raise self._failure or BuildError("the index is being opened; try again")
        return self._engine
