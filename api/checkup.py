"""Which parts of the service are well and which are not, each with what there is to say of it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from api.feedback_store import FeedbackError, FeedbackStore
from search.build import Build
from search.engine import LEGS, Engine
from search.errors import DovidnykError, EncoderError, PassagesUnavailableError

NEEDED = frozenset({"index", "encoder", "dense", "lexical"})
"""Parts without which no question can be answered; without the others the service goes on."""

_ENOUGH_DISK = 500e6


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, whether it is well, and what there is to say."""

    part: str
    well: bool
    says: str


def check_engine(engine: Engine) -> Iterator[Finding]:
    """Index, encoder and both legs, each tried just now."""
    yield Finding("index", True, describe_build(engine.build))
    encoder = Finding("encoder", True, f"{engine.encoder.description.id}, {engine.encoder.description.precision}")
    try:
        faults = engine.leg_faults()
    except PassagesUnavailableError as error:
        yield encoder
        yield from (Finding(leg, False, str(error)) for leg in LEGS)
        return
    except Exception as error:  # whatever a native library raises
        yield Finding("encoder", False, f"a question can't be encoded: {type(error).__name__}; restart the service")
        return
    yield encoder
    for leg, fault in faults.items():
        yield Finding(leg, fault is None, fault or "finds the index's own text")


def describe_failure(error: DovidnykError) -> Finding:
    """The part for which no engine could be opened."""
    return Finding("encoder" if isinstance(error, EncoderError) else "index", False, str(error))


def check_feedback(store: FeedbackStore) -> Finding:
    """Whether feedback could be kept now."""
    try:
        store.check()
    except FeedbackError as error:
        return Finding("feedback", False, str(error))
    return Finding("feedback", True, "can be kept")


def check_disk(var: Path) -> Finding:
    """Whether the folder `var` can be written and has room for another build."""
    there = next(folder for folder in (var.absolute(), *var.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    says = f"{free / 1e9:.1f} GB free under {var}"
    if free < _ENOUGH_DISK:
        return Finding("disk", False, f"{says}; at least 0.5 GB is needed")
    if not os.access(there, os.W_OK):
        return Finding("disk", False, f"{var} can't be written")
    return Finding("disk", True, says)


def describe_build(build: Build) -> str:
    """Id, size and age of a build."""
    manifest = build.manifest
    holds = f"{manifest.counts.sections} sections, {manifest.counts.chunks} chunks"
    return f"{manifest.build}: {holds}, contents as of {manifest.contents_as_of}"
