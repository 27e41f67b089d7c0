"""What is well and what is not, part by part, each with what to do."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from search.build import Build, current_build, load_build
from search.encoder import Encoder
from search.engine import Engine
from search.errors import DovidnykError
from search.settings import Settings

_ENOUGH_DISK = 500e6


@dataclass(frozen=True, slots=True)
class Finding:
    """One part, whether it is well, and what there is to say."""

    part: str
    well: bool
    says: str


def examine(settings: Settings) -> list[Finding]:
    """Look at versions, disk, index, encoder and both legs; a part that another one needs is looked at first."""
    return list(_findings(settings))


def _findings(settings: Settings) -> Iterator[Finding]:
    packages = ", ".join(f"{name} {version(name)}" for name in ("faiss-cpu", "onnxruntime", "fastapi", "simplemma"))
    yield Finding("versions", True, f"dovidnyk {version('dovidnyk')}, Python {platform.python_version()}, {packages}")
    yield _disk(settings)
    try:
        build = load_build(current_build(settings.var / "index"))
    except DovidnykError as error:
        yield Finding("index", False, str(error))
        return
    yield Finding("index", True, _about(build))
    try:
        encoder = Encoder(settings.var / "encoders" / build.manifest.encoder.folder, settings.threads)
    except DovidnykError as error:
        yield Finding("encoder", False, str(error))
        return
    yield Finding("encoder", True, f"{encoder.description.id}, {encoder.description.precision}")
    try:
        Engine(build, encoder).check_legs()
    except DovidnykError as error:
        yield Finding("search", False, str(error))
        return
    yield Finding("search", True, "both legs find the index's own text")


def _disk(settings: Settings) -> Finding:
    there = next(folder for folder in (settings.var.absolute(), *settings.var.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    says = f"{free / 1e9:.1f} GB free under {settings.var}"
    return Finding("disk", free >= _ENOUGH_DISK, says if free >= _ENOUGH_DISK else f"{says}; at least 0.5 GB is needed")


def _about(build: Build) -> str:
    manifest = build.manifest
    holds = f"{manifest.counts.sections} sections, {manifest.counts.chunks} chunks"
    return f"{manifest.build}: {holds}, contents as of {manifest.contents_as_of}"
