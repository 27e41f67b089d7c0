"""Which build of an index folder is published: the link `current`, changed by one atomic rename.

<index>/builds/<build>/   immutable
<index>/current           symbolic link to one of them
"""

import os
from contextlib import suppress
from pathlib import Path

from search.errors import BuildError


def current_build(index: Path) -> Path:
    """The folder of the published build.

    Args:
        index: the index folder, `var/index` unless set otherwise.

    Raises:
        BuildError: nothing is published there.
    """
    current = index / "current"
    if not current.exists():
        raise BuildError(f"no index is published in {index}: run 'dovidnyk ingest' first")
    return current.resolve()


def published_name(index: Path) -> str | None:
    """Name of the published build; `None` where nothing is published."""
    current = index / "current"
    return current.resolve().name if current.exists() else None


def point_current_at(index: Path, build: str) -> None:
    """Publish a build that is in place; readers see the old one or the new one, never neither."""
    link = index / f".current-{os.getpid()}"
    with suppress(FileNotFoundError):
        link.unlink()
    link.symlink_to(Path("builds") / build)
    os.replace(link, index / "current")
    sync(index)


def sync(path: Path) -> None:
    """Make a file's or folder's content durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
