"""A whole run, small: real manuals' form, real ingest, real builds and engines, with the tiny encoder."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from eval.scale.command import Order, scale_command
from eval.scale.copies import write_copies
from eval.scale.noise import Noise
from search.build import Build, load_build
from search.encoder import Encoder
from search.engine import Engine
from search.errors import DovidnykError
from search.passages.faiss_store import FaissStore
from search.progress import unseen
from tests.conftest import copy_corpus


@pytest.fixture(scope="module")
def run_folder(
    tiny_published_index: Path,
    tiny_encoder_folder: Path,
    real_corpus_folder: Path,
    manuals_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The folder that a run with two copies of a few hundred passages left."""
    folder = tmp_path_factory.mktemp("scale")
    var = folder / "var"
    shutil.copytree(tiny_published_index, var / "index", symlinks=True)
    shutil.copytree(tiny_encoder_folder, var / "encoders" / tiny_encoder_folder.name)
    corpus = copy_corpus(real_corpus_folder, folder / "corpus")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOVIDNYK_VAR", str(var))
        patch.setenv("DOVIDNYK_CORPUS", str(corpus))
        scale_command(Order((manuals_folder,), passages=200, copies=2, questions=10), folder / "out", as_json=False)
    return folder / "out"


@pytest.fixture(scope="module")
def results(run_folder: Path) -> dict[str, Any]:
    data = json.loads((run_folder / "scale.json").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def _made(run_folder: Path, name: str) -> Build:
    steps = json.loads((run_folder / "steps.json").read_text(encoding="utf-8"))
    return load_build(run_folder / steps[name]["build"])


def test_all_builds_are_measured(results: dict[str, Any]) -> None:
    systems = {one["name"]: one for one in results["systems"]}
    assert list(systems) == ["the guide alone", "exact", "graph", "2 copies"]
    assert [one["kind"] for one in systems.values()] == ["exact", "exact", "hnsw", "hnsw"]
    assert systems["exact"]["passages"] >= 200
    assert systems["2 copies"]["passages"] == 2 * systems["exact"]["passages"]
    for one in systems.values():
        assert one["recall"] > 0.9
        assert 0 < one["vector"]["p50"] <= one["vector"]["p99"]
        assert 0 < one["search"]["p50"] <= one["search"]["p99"]
        assert one["memory"] > 0
        assert sum(one["disk"].values()) > 0
        assert "encode" in one["stages"]
    assert 0.9 < results["agreement"]["first"] <= 1


def test_bars_and_figures_stand_in_the_markdown(run_folder: Path, results: dict[str, Any]) -> None:
    text = (run_folder / "scale.md").read_text(encoding="utf-8")
    assert [bar["bar"]["figure"] for bar in results["bars"]] == [
        "vector_p99_ms",
        "recall",
        "recall_real",
        "search_p50_to_guide",
    ]
    for table in text.split("## ")[1:]:
        lines = [line for line in table.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in lines}) == 1, "as many columns as cells in a row"
    assert all(bar["bar"]["says"] in text and bar["value"] is not None for bar in results["bars"])


def test_the_copied_build_answers_from_copies_and_originals(run_folder: Path, tiny_encoder_folder: Path) -> None:
    build = _made(run_folder, "2 copies")
    engine = Engine(build, Encoder(tiny_encoder_folder))
    assert {"101", "1101", "1", "1001"} <= set(build.guide.texts)
    section = build.guide.sections["1101.1-1"]
    assert section.parent == "1101.1"
    assert build.guide.own_text(section) == build.guide.own_text(build.guide.sections["101.1-1"])
    found = engine.search("де качка ховає гніздо").results
    assert found


def test_what_was_made_is_not_made_again(
    run_folder: Path, manuals_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (run_folder / "steps.json").read_bytes()
    monkeypatch.setenv("DOVIDNYK_VAR", str(run_folder.parent / "var"))
    monkeypatch.setenv("DOVIDNYK_CORPUS", str(run_folder.parent / "corpus"))
    scale_command(Order((manuals_folder,), passages=200, copies=2, questions=10), run_folder, as_json=True)
    assert (run_folder / "steps.json").read_bytes() == before


def test_copies_that_were_put_before_a_kill_are_kept(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = _made(run_folder, "exact")
    asked: list[int] = []
    vectors = Noise.vectors

    def interrupted(self: Noise, copy: int) -> Any:
        asked.append(copy)
        if len(asked) == 5:  # three for the moments, the first copy, and then the second
            raise KeyboardInterrupt
        return vectors(self, copy)

    with monkeypatch.context() as patch:
        patch.setattr(Noise, "vectors", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_copies(original, 3, tmp_path, FaissStore(tmp_path, "exact"), unseen)
    put: list[int] = []

    def noted(items: Any, count: int, what: str, /) -> Any:
        if what == "copies of passages":
            put.append(count)
        return items

    folder = write_copies(original, 3, tmp_path, FaissStore(tmp_path, "exact"), noted)
    assert put == [2]
    assert load_build(folder).passages.count == 3 * original.passages.count
    assert (tmp_path / "current").samefile(folder)


def test_too_few_manuals_are_an_error_that_says_how_many_passages_there_are(
    run_folder: Path, manuals_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOVIDNYK_VAR", str(run_folder.parent / "var"))
    monkeypatch.setenv("DOVIDNYK_CORPUS", str(run_folder.parent / "corpus"))
    order = Order((manuals_folder,), passages=100_000)
    with pytest.raises(DovidnykError, match=r"the manuals hold \d+ passages, 100000 are wanted: give more folders"):
        scale_command(order, run_folder.parent / "more", as_json=False)
