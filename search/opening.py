"""Opening what is published, with the store and the encoder that the settings name."""

from search.build import Build, load_build
from search.encoder import Encoder
from search.engine import Engine
from search.passages.stores import passage_store, published_folder
from search.settings import Settings


def open_build(settings: Settings) -> Build:
    """The published build.

    Raises:
        BuildError: nothing usable is published; the message says what to do.
        PassagesUnavailableError: what keeps the passages doesn't answer.
    """
    index = settings.var / "index"
    store = passage_store(settings, index)
    return load_build(published_folder(index, store), store)


def open_engine(settings: Settings) -> Engine:
    """The engine over the published build, with the encoder that the build names.

    Raises:
        BuildError, EncoderError: nothing usable is published; the message says what to do.
        PassagesUnavailableError: what keeps the passages doesn't answer.
    """
    build = open_build(settings)
    return Engine(build, Encoder(settings.var / "encoders" / build.manifest.encoder.folder, settings.threads))
