"""Publishing a build: written aside, renamed when whole, then pointed to by one atomic rename of `current`.

    var/index/builds/<build>/   immutable
    var/index/current           symbolic link to one of them
    var/index/withdrawn         builds that were rolled back, see `ingest.history`
    var/index/.lock             held by whoever is writing

Killed at any moment, ingest leaves `current` at a whole build.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.errors import IngestBusyError
from search.errors import PassagesUnavailableError
from search.passages.seam import PassageStore
from search.published import point_current_at, published_name, sync

KEPT_BUILDS = 3

_STAGING = ".staging-"


@contextmanager
def writing(index: Path, store: PassageStore | None = None) -> Iterator[None]:
    """Hold the index folder for writing; what an earlier, killed ingest left half-done is removed first.

    Args:
        store: keeps passages of builds.

    Raises:
        IngestBusyError: another process holds it.
        PassagesUnavailableError: the store doesn't answer.
    """
    (index / "builds").mkdir(parents=True, exist_ok=True)
    with (index / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise IngestBusyError(f"another ingest is writing to {index}; wait until it is done") from error
        for left in (index / "builds").glob(f"{_STAGING}*"):
            if store is not None:
                store.drop(left.name.removeprefix(_STAGING))
            shutil.rmtree(left)
        for left in (*index.glob(".current-*"), *index.glob(".withdrawn-*")):
            left.unlink()
        yield


@contextmanager
def staged_build(index: Path, build: str) -> Iterator[Path]:
    """A scratch folder that becomes `builds/<build>` when all went well, and is removed when not."""
    staging = index / "builds" / f"{_STAGING}{build}"
    staging.mkdir()
    try:
        yield staging
        _sync_tree(staging)
        os.rename(staging, index / "builds" / build)
        sync(index / "builds")
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def publish_build(index: Path, build: str, store: PassageStore | None = None) -> None:
    """Publish a build that is in place; `current` follows a store that has its own way of saying what is published.

    Raises:
        PassagesUnavailableError: the store doesn't answer; what is published stays.
    """
    if store is not None:
        store.publish(build)
    if published_name(index) != build:
        point_current_at(index, build)


def prune_builds(index: Path, keep: int = KEPT_BUILDS, store: PassageStore | None = None) -> list[str]:
    """Remove all but the newest builds, and never the published one; gives the names of those removed.

    What a store doesn't answer for stays and is removed another time.
    """
    removed: list[str] = []
    with suppress(PassagesUnavailableError):
        published = {published_name(index), store.published() if store else None}
        for folder in build_folders(index)[:-keep]:
            if folder.name not in published:
                if store is not None:
                    store.drop(folder.name)
                shutil.rmtree(folder, ignore_errors=True)
                removed.append(folder.name)
    return removed


def build_folders(index: Path) -> list[Path]:
    """The folders of all builds, the newest last."""
    builds = [folder for folder in (index / "builds").iterdir() if not folder.name.startswith(".")]
    return sorted(builds, key=lambda folder: (folder.stat().st_mtime_ns, folder.name))


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)
