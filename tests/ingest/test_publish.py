"""Publishing: atomic, one at a time, and safe to kill at any moment."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.build import ingest_corpus
from ingest.errors import IngestBusyError
from ingest.publish import KEPT_BUILDS, prune_builds, staged_build, writing
from search.build import load_build
from search.encoder import Encoder
from search.engine import Engine
from search.errors import BuildError
from search.published import current_build, point_current_at
from tests.conftest import reword


def _builds(index: Path) -> set[str]:
    return {folder.name for folder in (index / "builds").iterdir()}


def _publish_empty(index: Path, name: str) -> None:
    with writing(index), staged_build(index, name) as folder:
        (folder / "file").write_text(name, encoding="utf-8")
    point_current_at(index, name)


def _ingest_until_killed(call: tuple[str, str, int], corpus: Path, index: Path, encoder: Path) -> int:
    module, attribute, number = call
    program = [sys.executable, str(Path(__file__).with_name("killed_ingest.py")), module, attribute, str(number)]
    return subprocess.run([*program, corpus, index, encoder], check=False, capture_output=True).returncode


@pytest.mark.parametrize(
    ("call", "published"),
    [
        (("search.encoder", "Encoder.encode_document", 5), "old"),
        (("search.lexicon", "Lexicon.save", 1), "old"),
        (("search.engine", "Engine.check_legs", 1), "old"),
        (("os", "rename", 1), "old"),
        (("search.passages.faiss_store", "point_current_at", 1), "old"),
        (("os", "replace", 1), "old"),
        (("ingest.build", "prune_builds", 1), "new"),
    ],
    ids=[
        "while encoding",
        "while writing",
        "after all is written",
        "before the rename",
        "between rename and link",
        "before the link is switched",
        "before pruning",
    ],
)
def test_a_killed_ingest_leaves_a_whole_build_serving_and_the_next_one_cleans_up(
    call: tuple[str, str, int], published: str, corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path
) -> None:
    old = current_build(tiny_index)
    reword(corpus_folder)
    assert _ingest_until_killed(call, corpus_folder, tiny_index, tiny_encoder_folder) == -signal.SIGKILL

    serving = current_build(tiny_index)
    assert (serving == old) == (published == "old")
    encoder = Encoder(tiny_encoder_folder)
    assert Engine(load_build(serving), encoder).search("посвідка на проживання").total == 33

    ingested = ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder)
    assert ingested.unchanged == (published == "new")
    assert current_build(tiny_index).name == ingested.build
    assert "Ніколи раніше" in load_build(current_build(tiny_index)).guide.texts["1"]
    assert not [name for name in _builds(tiny_index) if name.startswith(".")]
    assert {path.name for path in tiny_index.iterdir()} == {"builds", "current", ".lock"}
    assert len(_builds(tiny_index)) <= KEPT_BUILDS


def test_an_ingest_killed_before_anything_was_published_leaves_nothing_to_serve(
    corpus_folder: Path, tmp_path: Path, tiny_encoder_folder: Path
) -> None:
    index = tmp_path / "new"
    call = ("search.passages.faiss_store", "point_current_at", 1)
    assert _ingest_until_killed(call, corpus_folder, index, tiny_encoder_folder) == -signal.SIGKILL
    with pytest.raises(BuildError, match="no index is published"):
        current_build(index)
    assert not ingest_corpus(corpus_folder, index, tiny_encoder_folder).unchanged


def test_a_second_ingest_at_the_same_time_is_refused(
    corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path
) -> None:
    with writing(tiny_index):
        before = current_build(tiny_index)
        with pytest.raises(IngestBusyError, match=r"another ingest is writing to .*index; wait until it is done"):
            ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder)
        assert current_build(tiny_index) == before
    assert ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder).unchanged


def test_what_a_killed_ingest_left_is_removed_before_writing(tmp_path: Path) -> None:
    (tmp_path / "builds" / ".staging-x" / "lexical").mkdir(parents=True)
    (tmp_path / ".current-123").symlink_to("builds/x")
    with writing(tmp_path):
        assert _builds(tmp_path) == set()
        assert not (tmp_path / ".current-123").is_symlink()


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with writing(tmp_path), contextlib.suppress(OSError), staged_build(tmp_path, "a") as folder:
        (folder / "file").write_text("half", encoding="utf-8")
        raise OSError("no room")
    assert _builds(tmp_path) == set()


def test_readers_see_the_old_build_until_the_new_one_is_whole(tmp_path: Path) -> None:
    _publish_empty(tmp_path, "a")
    with writing(tmp_path), staged_build(tmp_path, "b"):
        assert current_build(tmp_path).name == "a"
        assert "b" not in _builds(tmp_path)
    assert current_build(tmp_path).name == "a"
    point_current_at(tmp_path, "b")
    assert current_build(tmp_path).name == "b"


def test_a_left_over_link_of_the_same_process_is_no_obstacle(tmp_path: Path) -> None:
    _publish_empty(tmp_path, "a")
    _publish_empty(tmp_path, "b")
    assert (tmp_path / "current" / "file").read_text(encoding="utf-8") == "b"
    assert (tmp_path / "current").readlink() == Path("builds") / "b"


def test_builds_are_pruned_to_three_and_the_published_one_stays(tmp_path: Path) -> None:
    for name in "abcde":
        _publish_empty(tmp_path, name)
    point_current_at(tmp_path, "a")
    assert prune_builds(tmp_path) == ["b"]
    assert _builds(tmp_path) == {"a", "c", "d", "e"}
    point_current_at(tmp_path, "e")
    assert prune_builds(tmp_path) == ["a"]
    assert prune_builds(tmp_path) == []
    assert _builds(tmp_path) == {"c", "d", "e"}
