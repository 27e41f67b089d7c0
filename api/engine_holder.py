"""The engine of a server process, changed for another one while requests are answered.

`dovidnyk ingest` publishes a build by moving `current`, or the alias in Milvus; each process takes it up by itself. The
new engine is opened and checked beside the old one, and only then takes its place, so that every request has one whole
build. A build that can't be used is refused, and the old one goes on.
"""

import gc
import logging
import threading
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass

from api.publication import Mark, publication_of
from search.build import load_build, read_manifest
from search.canaries import check_build
from search.encoder import Encoder
from search.engine import Engine
from search.errors import BuildError, DovidnykError, PassagesUnavailableError
from search.passages.stores import passage_store
from search.settings import Settings

_SECONDS_BETWEEN_TRIES = 2.0
_LOGGER = logging.getLogger("dovidnyk")


@dataclass(frozen=True, slots=True)
class Swap:
    """Which build served before and which serves now; the same where nothing else was published."""

    before: str | None
    now: str

    @property
    def changed(self) -> bool:
        """Whether another build serves now."""
        return self.before != self.now


class EngineHolder:
    """Gives the engine, or says why there is none. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        index = settings.var / "index"
        self._store = passage_store(settings, index)
        self._publication = publication_of(index, self._store)
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._failure: DovidnykError | None = None
        self._seen: Mark = None
        self._tried = float("-inf")
        self._retired: list[weakref.ref[Engine]] = []
        self.swaps = 0

    @property
    def opened(self) -> Engine | None:
        """The engine, if it is open. A request takes it once and keeps it to its end."""
        return self._engine

    @property
    def refusal(self) -> str | None:
        """Why what is published isn't what serves; `None` where it is."""
        return str(self._failure) if self._failure else None

    def get(self) -> Engine:
        """The engine.

        Raises:
            BuildError, EncoderError: nothing usable is published (yet); the message says what to do.
            PassagesUnavailableError: what keeps the passages doesn't answer.
        """
        if self._engine is None:
            self.open()
        if self._engine is None:
            raise self._failure or BuildError("the index is being opened; try again")
        return self._engine

    def open(self) -> None:
        """Open the first engine, unless that was tried just now; a failure is kept for those who ask for it."""
        if self._engine is None and time.monotonic() - self._tried >= _SECONDS_BETWEEN_TRIES:
            with suppress(DovidnykError):
                self.take_up()

    @property
    def is_behind(self) -> bool:
        """Whether something else is published than what was looked at last.

        Costs one system call, or one short call to Milvus; while that is away, nothing else is.
        """
        try:
            return self._publication.mark() != self._seen
        except PassagesUnavailableError:
            return False

    def take_up(self) -> Swap:
        """Look at what is published; if it is another build and it is sound, serve from it from now on.

        Raises:
            BuildError, EncoderError: it can't be used; what served before still serves.
        PassagesUnavailableError: what keeps the passages doesn't answer; the same.
        """
        with self._lock:
            before = self._engine
            self._tried, self._seen = time.monotonic(), None
            try:
                self._seen = self._publication.mark()
                engine = self._published(before)
            except PassagesUnavailableError as error:
                self._seen = None  # it is looked at again, as soon as what keeps the passages answers
                self._refuse(error)
                raise
            except DovidnykError as error:
                self._refuse(error)
                raise
            except Exception as error:  # whatever is wrong with a new build, the one that serves goes on
                self._refuse(failure := BuildError(f"the published build: {type(error).__name__}: {error}"))
                raise failure from error
            self._failure = None
            self._publication.taken_up(engine.build.manifest.build)
            if engine is not before:
                self._change(before, engine)
            return Swap(_build_of(before), engine.build.manifest.build)

    def free_retired(self) -> None:
        """Free the memory of engines that no request uses any more.

        Their caches over their own methods are circles, which nothing but the collector frees; left to itself it
        may wait for hours.
        """
        if any(engine() is not None for engine in self._retired):
            gc.collect()
        self._retired = [engine for engine in self._retired if engine() is not None]

    def _published(self, serving: Engine | None) -> Engine:
        """The engine over the published build, checked; the serving one where that is what is published."""
        folder = self._publication.folder()
        manifest = read_manifest(folder)
        if serving is not None and (folder, manifest) == (serving.build.folder, serving.build.manifest):
            return serving
        build = load_build(folder, self._store)
        if serving is not None and serving.encoder.description.id == manifest.encoder.id:
            encoder = serving.encoder
        else:
            encoder = Encoder(self._settings.var / "encoders" / manifest.encoder.folder, self._settings.threads)
        engine = Engine(build, encoder)
        check_build(engine)
        return engine

    def _change(self, before: Engine | None, engine: Engine) -> None:
        self._engine = engine
        if before is None:
            _LOGGER.info("serving build %s", engine.build.manifest.build)
            return
        self.swaps += 1
        self._retired.append(weakref.ref(before))
        _LOGGER.info("serving build %s in place of %s", engine.build.manifest.build, before.build.manifest.build)

    def _refuse(self, failure: DovidnykError) -> None:
        """Keep why a build is refused, and log it unless it is what was logged last."""
        if str(failure) != self.refusal:
            serving = _build_of(self._engine)
            _LOGGER.error("%s: %s", f"{serving} goes on serving" if serving else "nothing to serve", failure)
        self._failure = failure


def _build_of(engine: Engine | None) -> str | None:
    return engine.build.manifest.build if engine else None
