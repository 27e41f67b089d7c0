"""The service over passages in Milvus: the same answers, one alias that publishes, and what happens while it is away.

Milvus is milvus-lite as a process of its own: that proves conformance, not speed.
"""

import functools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ingest.build import ingest_corpus
from ingest.history import check_kept, go_back, kept_builds
from search.errors import BuildError, PassagesUnavailableError
from search.passages.milvus_collection import ALIAS, collection_of
from search.passages.seam import Identity
from search.published import published_name
from tests.api.admin import admin_headers
from tests.api.server_process import ROOT, SERVE, ServerProcess, linked_var, server_process, wait_for
from tests.conftest import copy_corpus, reword
from tests.search.passages.milvus_server import MilvusServer

TIME_OUT = 2.0
SOON = TIME_OUT + 1.5


@dataclass(frozen=True, slots=True)
class InMilvus:
    """A folder as `var/` is, of which the passages are in a Milvus server."""

    milvus: MilvusServer
    var: Path
    corpus: Path
    encoder: Path

    @property
    def index(self) -> Path:
        """The index folder."""
        return self.var / "index"

    def ingest(self) -> str:
        """Ingest the corpus into Milvus and publish it; gives the build."""
        return ingest_corpus(self.corpus, self.index, self.encoder, store=self.milvus.store()).build

    def serving(self, log: Path, var: Path | None = None, **settings: str) -> AbstractContextManager[ServerProcess]:
        """A server over it, or over another folder of the same Milvus."""
        return server_process(
            var or self.var, log, None, SERVE, vectors=self.milvus.setting, watch_seconds="0.1", **settings
        )


@pytest.fixture(scope="module")
def in_milvus(
    real_corpus_folder: Path, tiny_encoder_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InMilvus]:
    """One published build, in a Milvus server of these tests."""
    folder = tmp_path_factory.mktemp("in-milvus")
    (folder / "milvus").mkdir()
    milvus = MilvusServer(folder / "milvus")
    milvus.start()
    (folder / "var").mkdir()
    (folder / "var" / "encoders").symlink_to(tiny_encoder_folder.parent)
    made = InMilvus(milvus, folder / "var", copy_corpus(real_corpus_folder, folder / "corpus"), tiny_encoder_folder)
    made.ingest()
    yield made
    milvus.kill()


@pytest.fixture
def milvus(in_milvus: InMilvus) -> Iterator[MilvusServer]:
    """The server, running; started again after a test that ended it."""
    in_milvus.milvus.start()
    yield in_milvus.milvus
    in_milvus.milvus.start()
    in_milvus.milvus.go_on()


def ask(client: httpx.Client, question: str) -> httpx.Response:
    """A response to a question, how ever it looks."""
    return client.post("/v1/search", json={"q": question, "explain": True})


def serves(server: ServerProcess, build: str) -> bool:
    """Whether a build is what answers."""
    with server.client() as client:
        response = ask(client, "загубила картку")
    return response.status_code == 200 and response.json()["index"] == build


def questions(corpus: Path, count: int) -> list[str]:
    """Asked questions, spread over the file."""
    lines = (corpus / "asked.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[:: len(lines) // count]][:count]


def rounded(body: object) -> object:
    """A body without what names the build, numbers to six digits: sums are made in another order."""
    if isinstance(body, dict):
        return {name: rounded(value) for name, value in body.items() if name != "index"}
    if isinstance(body, list):
        return [rounded(value) for value in body]
    return round(body, 6) if isinstance(body, float) else body


def test_the_answers_are_those_of_passages_in_the_folder(
    in_milvus: InMilvus, milvus: MilvusServer, tiny_published_index: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "index").symlink_to(tiny_published_index)
    (tmp_path / "folder" / "encoders").symlink_to(in_milvus.encoder.parent)
    with (
        server_process(tmp_path / "folder", tmp_path / "log-1") as in_folder,
        in_milvus.serving(tmp_path / "log-2") as server,
        in_folder.client() as expected,
        server.client() as found,
    ):
        for question in questions(in_milvus.corpus, 20):
            of_folder, of_milvus = ask(expected, question).raise_for_status(), ask(found, question).raise_for_status()
            assert rounded(of_milvus.json()) == rounded(of_folder.json()), question


@pytest.mark.parametrize(("end", "begin"), [("kill", "start"), ("hang", "go_on")])
def test_while_milvus_is_away_questions_get_503_and_all_else_goes_on(
    in_milvus: InMilvus, milvus: MilvusServer, tmp_path: Path, end: str, begin: str
) -> None:
    with in_milvus.serving(tmp_path / "log", cache="0", mcp="true") as server, server.client() as client:
        before = ask(client, "загубила картку").raise_for_status().content
        assert client.get("/health/ready").status_code == 200
        getattr(milvus, end)()
        for _ in range(3):
            start = time.monotonic()
            response = ask(client, "загубила картку")
            assert time.monotonic() - start < SOON
            assert (response.status_code, response.headers["content-type"]) == (503, "application/problem+json")
            assert int(response.headers["retry-after"]) > 0
            assert f"Milvus at 127.0.0.1:{milvus.port} doesn't answer" in response.json()["detail"]
        page = client.get("/", params={"q": "загубила картку"}, headers={"Accept": "text/html"})
        assert (page.status_code, "retry-after" in page.headers) == (503, True)
        assert page.headers["content-type"].startswith("text/html")
        for address in ("/", "/v1/sections", "/v1/sections/1.1-3", "/guide/1.1-3", "/v1/guide", "/health/live"):
            assert client.get(address).status_code == 200, address
        assert client.get("/v1/suggest", params={"q": "загуб"}).json()["suggestions"]
        ready = client.get("/health/ready")
        assert ready.status_code == 503
        well = {part["part"]: part["ok"] for part in ready.json()["parts"]}
        assert well["index"]
        assert well["encoder"]
        assert not well["dense"]
        assert not well["lexical"]
        assert f"Milvus at 127.0.0.1:{milvus.port} doesn't answer" in _tool_says(client)
        counted = client.get("/metrics", headers=admin_headers(in_milvus.var)).text
        assert "\ndovidnyk_passages_away_total 4.0" in counted
        getattr(milvus, begin)()
        wait_for(lambda: ask(client, "загубила картку").status_code == 200, "it answers again")
        assert ask(client, "загубила картку").content == before
        assert client.get("/health/ready").status_code == 200
        assert "Traceback" not in server.written()


def test_a_server_that_begins_while_milvus_is_away_answers_once_it_is_there(
    in_milvus: InMilvus, milvus: MilvusServer, tmp_path: Path
) -> None:
    milvus.kill()
    with in_milvus.serving(tmp_path / "log") as server, server.client() as client:
        response = ask(client, "загубила картку")
        assert response.status_code == 503
        assert "Milvus" in response.json()["detail"]
        milvus.start()
        wait_for(lambda: ask(client, "загубила картку").status_code == 200, "it answers")


def test_what_is_published_is_served_by_every_process_and_going_back_too(
    in_milvus: InMilvus, milvus: MilvusServer, tmp_path: Path
) -> None:
    """Also on a machine of its own: one without the build's folder goes on as before, until the folder is copied."""
    store = milvus.store()
    first = store.published()
    assert first is not None
    elsewhere = linked_var(in_milvus.var, tmp_path / "elsewhere")
    (elsewhere / "index").unlink()
    (elsewhere / "index" / "builds").mkdir(parents=True)
    (elsewhere / "index" / "builds" / first).symlink_to(in_milvus.index / "builds" / first)
    with (
        in_milvus.serving(tmp_path / "log-1") as server,
        in_milvus.serving(tmp_path / "log-2", elsewhere) as replica,
    ):
        reword(in_milvus.corpus)
        second = in_milvus.ingest()
        assert (store.published(), published_name(in_milvus.index)) == (second, second)
        wait_for(lambda: serves(server, second), "the new build is served")
        wait_for(lambda: f"{first} goes on serving" in replica.written(), "the replica says what is missing")
        assert f"build {second} is published in Milvus at 127.0.0.1:{milvus.port}, but" in replica.written()
        assert serves(replica, first)
        (elsewhere / "index" / "builds" / second).symlink_to(in_milvus.index / "builds" / second)
        wait_for(lambda: serves(replica, second), "the replica has taken it up")
        assert go_back(in_milvus.index, in_milvus.var / "encoders", store).name == first
        for one in (server, replica):
            wait_for(functools.partial(serves, one, first), "the build before is served again")
        assert published_name(in_milvus.index) == first
        assert {build.name: build.published for build in kept_builds(in_milvus.index, store)} == {
            first: True,
            second: False,
        }


def test_a_build_that_does_not_fit_its_passages_is_refused_and_the_old_one_serves(
    in_milvus: InMilvus, milvus: MilvusServer, tmp_path: Path
) -> None:
    from pymilvus import MilvusClient

    store = milvus.store()
    names = {build.name: build.published for build in kept_builds(in_milvus.index, store)}
    serving = next(name for name, published in names.items() if published)
    other = next(name for name, published in names.items() if not published)
    client = MilvusClient(f"http://127.0.0.1:{milvus.port}", dedicated=True)
    with in_milvus.serving(tmp_path / "log") as server:
        client.alter_collection_properties(collection_of(ALIAS, other), {"dovidnyk.encoder": "another"})
        store.publish(other)
        wait_for(lambda: f"{serving} goes on serving" in server.written(), "it is refused")
        assert f"passages of build {other}: encoder another, expected" in server.written()
        assert serves(server, serving)
        store.publish(serving)
    client.close()


def test_ingest_while_milvus_is_away_says_so_and_changes_nothing(in_milvus: InMilvus, milvus: MilvusServer) -> None:
    before = published_name(in_milvus.index)
    milvus.kill()
    with pytest.raises(PassagesUnavailableError, match="Milvus at"):
        in_milvus.ingest()
    assert published_name(in_milvus.index) == before


def test_an_ingest_that_fails_leaves_no_collection_behind(
    in_milvus: InMilvus, milvus: MilvusServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pymilvus import MilvusClient

    def refuse(_: object) -> None:
        raise BuildError("not sound")

    client = MilvusClient(f"http://127.0.0.1:{milvus.port}", dedicated=True)
    before, published = client.list_collections(), milvus.store().published()
    monkeypatch.setattr("ingest.build.check_build", refuse)
    reword_contents(in_milvus.corpus, "a build that is refused")
    with pytest.raises(BuildError, match="not sound"):
        in_milvus.ingest()
    assert (client.list_collections(), milvus.store().published()) == (before, published)
    client.close()


def test_old_builds_are_pruned_together_with_their_collections(in_milvus: InMilvus, milvus: MilvusServer) -> None:
    from pymilvus import MilvusClient

    store, left = milvus.store(), "2026-01-01T00-00-00-left"
    store.draft(Identity(left, "inputs", "encoder", 8), in_milvus.index)  # as a killed ingest leaves it
    (in_milvus.index / "builds" / f".staging-{left}").mkdir()
    for turn in range(3):
        reword_contents(in_milvus.corpus, str(turn))
        in_milvus.ingest()
    client = MilvusClient(f"http://127.0.0.1:{milvus.port}", dedicated=True)
    kept = {build.name for build in kept_builds(in_milvus.index, store)}
    assert len(kept) == 3
    assert set(client.list_collections()) == {collection_of(ALIAS, name) for name in kept}
    client.close()


def test_the_command_line_knows_what_is_published(in_milvus: InMilvus, milvus: MilvusServer) -> None:
    published = milvus.store().published()
    assert published is not None
    assert check_kept(in_milvus.index, in_milvus.var / "encoders", store=milvus.store()).build == published
    assert f"{published}" in _command(in_milvus, "index", "list")
    assert "finds the index's own text" in _command(in_milvus, "doctor")
    milvus.kill()
    for command in (("index", "list"), ("doctor",), ("ask", "загубила картку")):
        said = _command(in_milvus, *command)
        assert f"Milvus at 127.0.0.1:{milvus.port} doesn't answer" in said, said
        assert "Traceback" not in said


def reword_contents(corpus: Path, comment: str) -> None:
    """Make the corpus another one, though nothing of it changes what is said."""
    file = corpus / "suggestions.toml"
    file.write_text(file.read_text(encoding="utf-8") + f"\n# {comment}\n", encoding="utf-8")


def _command(in_milvus: InMilvus, *command: str) -> str:
    """What a command says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOVIDNYK_")}
    environment |= {"DOVIDNYK_VAR": str(in_milvus.var), "DOVIDNYK_VECTORS": in_milvus.milvus.setting, "COLUMNS": "250"}
    done = subprocess.run(
        [sys.executable, "-m", "api", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


def _tool_says(client: httpx.Client) -> str:
    """What the tool for agents says to a question."""
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "search_guide", "arguments": {"question": "загубила картку"}},
    }
    headers = {"Accept": "application/json, text/event-stream"}
    result = client.post("/mcp", json=call, headers=headers).raise_for_status().json()["result"]
    assert result["isError"]
    return str(result["content"][0]["text"])
