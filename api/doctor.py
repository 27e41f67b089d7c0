"""What is well and what is not on this machine, part by part, each with what to do."""

import platform
from collections.abc import Iterator
from importlib.metadata import version

from api.checkup import Finding, check_disk, check_engine, check_feedback, describe_build, describe_failure
from api.feedback_store import FeedbackStore, feedback_file
from search.encoder import Encoder
from search.engine import Engine
from search.errors import DovidnykError
from search.opening import open_build
from search.settings import Settings


def examine(settings: Settings) -> list[Finding]:
    """Look at versions, disk, feedback, index, encoder and both legs; a part that another one needs comes first."""
    return list(_findings(settings))


def _findings(settings: Settings) -> Iterator[Finding]:
    packages = ", ".join(f"{name} {version(name)}" for name in ("faiss-cpu", "onnxruntime", "fastapi", "simplemma"))
    yield Finding("versions", True, f"dovidnyk {version('dovidnyk')}, Python {platform.python_version()}, {packages}")
    yield check_disk(settings.var)
    yield check_feedback(FeedbackStore(feedback_file(settings.var), settings.feedback_days))
    try:
        build = open_build(settings)
    except DovidnykError as error:
        yield describe_failure(error)
        return
    try:
        engine = Engine(build, Encoder(settings.var / "encoders" / build.manifest.encoder.folder, settings.threads))
    except DovidnykError as error:
        yield Finding("index", True, describe_build(build))
        yield Finding("encoder", False, str(error))
        return
    yield from check_engine(engine)
