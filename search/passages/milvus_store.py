"""Passages in a Milvus server: a collection a build, and an alias that leads to the published one.

Milvus answers for approximate search, chapters as its partition key, and the switch of the alias; the rest of a build
stays in its folder. See docs/milvus.md.
"""

from pathlib import Path

from search.errors import BuildError
from search.manifest import VectorsInManifest
from search.passages.milvus_address import MilvusAddress
from search.passages.milvus_collection import ALIAS, Described, collection_of, create, describe, mark
from search.passages.milvus_connection import MilvusConnection, NotInMilvusError
from search.passages.milvus_draft import WRITE_SECONDS, MilvusDraft
from search.passages.milvus_index import SEARCH_SECONDS, MilvusIndex
from search.passages.seam import Identity, PassageDraft, PassageIndex

OPEN_SECONDS = 60.0

_REBUILD = "run 'dovidnyk ingest' to build it again"


class MilvusStore:
    """A `PassageStore` over a server. Safe to use from many threads."""

    def __init__(self, address: MilvusAddress, alias: str = ALIAS) -> None:
        """Over a server, which isn't called yet.

        Args:
            alias: leads to the published collection; the names of all collections begin with it.
        """
        self._connection = MilvusConnection(address)
        self._alias = alias

    @property
    def kind(self) -> str:
        """See `search.passages.seam`."""
        return "milvus"

    @property
    def place(self) -> str:
        """See `search.passages.seam`."""
        return f"Milvus at {self._connection.shown}"

    def draft(self, identity: Identity, folder: Path) -> PassageDraft:  # noqa: ARG002 - all is kept in the server
        """See `search.passages.seam`; nothing is kept in the folder.

        Raises:
            BuildError: the build is published already, or other passages bear its name.
            PassagesUnavailableError: the server doesn't answer.
        """
        calls, collection = self._connection.within(WRITE_SECONDS), collection_of(self._alias, identity.build)
        found = self._described(collection)
        if found is None:
            create(calls, collection, identity)
        else:
            self._compare(found, identity)
            if self.published() == identity.build:
                raise BuildError(f"build {identity.build} is published in {self.place}: it is never changed again")
            mark(calls, collection, None)
        return MilvusDraft(self._connection, collection, identity.dimension)

    def open(
        self,
        identity: Identity,
        vectors: VectorsInManifest,
        folder: Path,  # noqa: ARG002
    ) -> PassageIndex:
        """See `search.passages.seam`."""
        if vectors.kind != "milvus":
            raise BuildError(
                f"build {identity.build} keeps its passages in its folder, not in {self.place}; "
                "run 'dovidnyk ingest', or set DOVIDNYK_VECTORS to 'auto'"
            )
        collection = collection_of(self._alias, identity.build)
        found = self._described(collection)
        if found is None or found.rows is None:
            raise BuildError(f"{self.place} has no sealed passages of build {identity.build}; {_REBUILD}")
        self._compare(found, identity)
        index = MilvusIndex(self._connection, collection, vectors.count, identity.dimension)
        calls = self._connection.within(OPEN_SECONDS)
        calls("load_collection", collection)
        for what, rows in (("was sealed with", found.rows), ("has", index.count_rows(calls))):
            if rows != vectors.count:
                raise BuildError(
                    f"{self.place}: build {identity.build} {what} {rows} passages, its manifest says "
                    f"{vectors.count}; {_REBUILD}"
                )
        return index

    def publish(self, build: str) -> None:
        """See `search.passages.seam`.

        Raises:
            BuildError: the build isn't there, or isn't sealed.
            PassagesUnavailableError: the server doesn't answer.
        """
        collection = collection_of(self._alias, build)
        found = self._described(collection)
        if found is None or found.rows is None:
            raise BuildError(f"{self.place} has no sealed passages of build {build}; {_REBUILD}")
        method = "create_alias" if self.published() is None else "alter_alias"
        self._connection.within(WRITE_SECONDS)(method, collection, self._alias)

    def published(self) -> str | None:
        """See `search.passages.seam`.

        Raises:
            PassagesUnavailableError: the server doesn't answer.
        """
        found = self._described(self._alias)
        return found.identity.build if found else None

    def drop(self, build: str) -> None:
        """See `search.passages.seam`.

        Raises:
            BuildError: the build is published.
            PassagesUnavailableError: the server doesn't answer.
        """
        if build == self.published():
            raise BuildError(f"build {build} is published in {self.place}; publish another one first")
        collection = collection_of(self._alias, build)
        if self._described(collection) is not None:
            self._connection.within(WRITE_SECONDS)("drop_collection", collection)

    def _described(self, name: str) -> Described | None:
        try:
            return describe(self._connection.within(SEARCH_SECONDS), name)
        except NotInMilvusError:
            return None

    def _compare(self, found: Described, identity: Identity) -> None:
        for what in ("build", "inputs", "encoder", "dimension"):
            has, expected = getattr(found.identity, what), getattr(identity, what)
            if has != expected:
                raise BuildError(
                    f"{self.place}: passages of build {identity.build}: {what} {has}, expected {expected}; {_REBUILD}"
                )
