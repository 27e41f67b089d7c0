"""Which build is published, as a server process watches it: by the link `current`, or by the alias in Milvus."""

from contextlib import suppress
from pathlib import Path
from typing import Protocol

from search.passages.seam import PassageStore
from search.passages.stores import published_folder
from search.published import current_build, point_current_at, published_name

Mark = tuple[int, int, int] | tuple[str | None, bool] | None


class Publication(Protocol):
    """What is published."""

    def mark(self) -> Mark:
        """Changes with what is published, and costs little.

        Raises:
            PassagesUnavailableError: what keeps the passages doesn't answer.
        """
        ...

    def folder(self) -> Path:
        """Folder of the published build.

        Raises:
            BuildError: nothing is published, or its folder isn't here.
            PassagesUnavailableError: what keeps the passages doesn't answer.
        """
        ...

    def taken_up(self, build: str) -> None:
        """Hear that this process serves a build now."""
        ...


class LinkPublication:
    """The link `current` of an index folder."""

    def __init__(self, index: Path) -> None:
        self._index = index

    def mark(self) -> Mark:
        """Device, inode and time of change of the folder that the link leads to: one system call."""
        try:
            found = Path.stat(self._index / "current")
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_mtime_ns

    def folder(self) -> Path:
        """See `Publication`."""
        return current_build(self._index)

    def taken_up(self, build: str) -> None:
        """Nothing else is to be done."""


class AliasPublication:
    """The alias of a store that machines share. `current` follows it, for tools that know nothing of the store."""

    def __init__(self, index: Path, store: PassageStore) -> None:
        self._index = index
        self._store = store

    def mark(self) -> Mark:
        """The name of the build, and whether its folder is here: once it has been copied, it is taken up."""
        name = self._store.published()
        return name, name is not None and (self._index / "builds" / name).exists()

    def folder(self) -> Path:
        """See `Publication`."""
        return published_folder(self._index, self._store)

    def taken_up(self, build: str) -> None:
        """Let `current` follow, where this process may write there."""
        if published_name(self._index) != build:
            with suppress(OSError):
                point_current_at(self._index, build)


def publication_of(index: Path, store: PassageStore) -> Publication:
    """What says which build of an index folder is published."""
    return AliasPublication(index, store) if store.kind == "milvus" else LinkPublication(index)
