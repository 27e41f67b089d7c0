"""The stores that must do the same: FAISS in a folder, and Milvus behind gRPC."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.passages.seam import PassageStore
from tests.search.passages.kept import Kept
from tests.search.passages.milvus_server import MilvusServer


@pytest.fixture(scope="session")
def milvus_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    """A Milvus server for all tests of this folder."""
    server = MilvusServer(tmp_path_factory.mktemp("milvus"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def milvus(milvus_process: MilvusServer) -> Iterator[MilvusServer]:
    """The server, running; whatever a test does to it is made good afterwards."""
    milvus_process.start()
    yield milvus_process
    milvus_process.start()
    milvus_process.go_on()


@pytest.fixture(params=["faiss", "milvus"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """A store without any build, of each kind."""
    if request.param == "faiss":
        return _in_folder(tmp_path)
    server: MilvusServer = request.getfixturevalue("milvus")
    alias = f"test_{uuid.uuid4().hex[:12]}"

    def restart() -> PassageStore:
        server.kill()
        server.start()
        return server.store(alias)

    return Kept(server.store(alias), tmp_path / "index", restart)


def _in_folder(folder: Path) -> Kept:
    from search.passages.faiss_store import FaissStore

    return Kept(FaissStore(folder / "index"), folder / "index", lambda: FaissStore(folder / "index"))
