"""The builds that are kept, and going back to one of them.

    var/index/withdrawn    builds that were left by going back, one a line

What was withdrawn stays so: an ingest of the very inputs that made it publishes nothing, until the build is published
by name. Other inputs make a new build, as ever.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.publish import build_folders, publish_build, writing
from search.build import load_build, read_manifest
from search.canaries import check_build
from search.encoder import Encoder
from search.engine import Engine
from search.errors import BuildError
from search.manifest import Manifest
from search.passages.faiss_store import FaissStore
from search.passages.seam import PassageStore
from search.passages.stores import published_folder


@dataclass(frozen=True, slots=True)
class KeptBuild:
    """A build in the index folder; `manifest` is `None` where it can't be read by this program."""

    name: str
    manifest: Manifest | None
    published: bool
    withdrawn: bool


def kept_builds(index: Path, store: PassageStore | None = None) -> list[KeptBuild]:
    """All builds of an index folder, the newest first.

    Args:
        store: knows which of them is published; the index folder does where it is `None`.

    Raises:
        BuildError: nothing is published there.
        PassagesUnavailableError: the store doesn't answer.
    """
    published, withdrawn = published_folder(index, store or FaissStore(index)).name, _withdrawn(index)
    return [
        KeptBuild(folder.name, _manifest(folder), folder.name == published, folder.name in withdrawn)
        for folder in reversed(build_folders(index))
    ]


def go_back(index: Path, encoders: Path, store: PassageStore | None = None) -> KeptBuild:
    """Publish the newest build that is older than the published one, and withdraw the latter.

    Raises:
        BuildError: none is older, or it isn't sound; what is published stays.
        IngestBusyError: an ingest is at work.
    """
    with writing(index):
        builds = kept_builds(index, store)
        place = next(place for place, build in enumerate(builds) if build.published)
        older = [build for build in builds[place + 1 :] if not build.withdrawn]
        if not older:
            raise BuildError(f"no build older than {builds[place].name} is kept in {index}; {_names(builds)}")
        check_kept(index, encoders, older[0].name, store)
        _withdraw(index, _withdrawn(index) | {builds[place].name})
        publish_build(index, older[0].name, store)
        return older[0]


def publish_kept(index: Path, encoders: Path, name: str, store: PassageStore | None = None) -> KeptBuild:
    """Publish a build by name; all that are newer are withdrawn, and it is no more.

    Raises:
        BuildError: there is no such build, or it isn't sound; what is published stays.
        IngestBusyError: an ingest is at work.
    """
    with writing(index):
        builds = kept_builds(index, store)
        build = _named(builds, index, name)
        check_kept(index, encoders, name, store)
        newer = {other.name for other in builds[: builds.index(build)]}
        _withdraw(index, (_withdrawn(index) | newer) - {name})
        publish_build(index, name, store)
        return build


def check_kept(index: Path, encoders: Path, name: str | None = None, store: PassageStore | None = None) -> Manifest:
    """Open a build, the published one unless another is named, and see that it is sound: as a server would.

    Raises:
        BuildError, EncoderError: it isn't; the message says what is wrong.
    """
    store = store or FaissStore(index)
    if name is None:
        folder = published_folder(index, store)
    else:
        folder = index / "builds" / _named(kept_builds(index, store), index, name).name
    build = load_build(folder, store)
    check_build(Engine(build, Encoder(encoders / build.manifest.encoder.folder)))
    return build.manifest


def withdrawn_with(index: Path, inputs: str) -> str | None:
    """The withdrawn build that was made of these inputs, if any."""
    for name in sorted(_withdrawn(index)):
        manifest = _manifest(index / "builds" / name)
        if manifest is not None and manifest.inputs == inputs:
            return name
    return None


def _named(builds: list[KeptBuild], index: Path, name: str) -> KeptBuild:
    for build in builds:
        if build.name == name:
            return build
    raise BuildError(f"no build {name} is kept in {index}; {_names(builds)}")


def _names(builds: Iterable[KeptBuild]) -> str:
    return f"kept are {', '.join(build.name for build in builds)}"


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except BuildError:
        return None


def _withdrawn(index: Path) -> frozenset[str]:
    try:
        names = (index / "withdrawn").read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return frozenset()
    return frozenset(name for name in names if (index / "builds" / name).exists())


def _withdraw(index: Path, names: Iterable[str]) -> None:
    file = index / f".withdrawn-{os.getpid()}"
    file.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
    os.replace(file, index / "withdrawn")
