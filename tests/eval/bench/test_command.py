"""A whole run, small, on a real server over the real guide; and the command line's faults."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from eval.bench.command import bench_command
from eval.bench.measure import Order
from eval.bench.plan import Plan
from search.errors import BuildError

SMALL = Plan(
    pool=80,
    warm_up=4,
    questions=16,
    block=8,
    crowd_block=16,
    open_rounds=1,
    capacity=16,
    arrivals=12,
    repeated=8,
    again=2,
    starts=1,
    workers=True,
    ingest=False,
)


@dataclass(frozen=True)
class SmallRun:
    """A run that was made: its folder, what it printed, and the processes that it left."""

    folder: Path
    out: str
    err: str
    left: list[psutil.Process]

    @property
    def data(self) -> dict[str, Any]:
        """Standard output as the one JSON object that it must be."""
        data = json.loads(self.out)
        assert isinstance(data, dict)
        return data


@pytest.fixture(scope="module")
def small_run(var_folder: Path, real_corpus_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> SmallRun:
    folder = tmp_path_factory.mktemp("bench") / "out"
    code = (
        "from eval.bench.command import bench_command; from eval.bench.measure import Order; "
        f"from eval.bench.plan import Plan; from pathlib import Path; "
        f"bench_command(Order({SMALL!r}, 7, 0.7), Path({str(folder)!r}), as_json=True)"
    )
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    variables = {"DOVIDNYK_VAR": str(var_folder), "DOVIDNYK_CORPUS": str(real_corpus_folder)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | variables, capture_output=True, text=True, check=True
    )
    left = [one for one in psutil.process_iter(["cmdline"]) if f"DOVIDNYK_VAR={var_folder}" in _environment(one)]
    return SmallRun(folder, done.stdout, done.stderr, [one for one in left if one.pid not in before])


def _environment(process: psutil.Process) -> list[str]:
    try:
        return [f"{name}={value}" for name, value in process.environ().items()]
    except psutil.Error:
        return []


def test_every_scenario_is_asked_and_answered(small_run: SmallRun) -> None:
    rows = {(row["scenario"], row["system"]): row for row in small_run.data["rows"]}
    assert {key: row["answered"] for key, row in rows.items()} == {
        ("1 caller", "bare encoder"): 16,
        ("1 caller", "engine in process"): 16,
        ("1 caller", "HTTP"): 16,
        ("1 caller", "HTTP, a worker a core"): 16,
        ("4 callers", "bare encoder"): 16,
        ("4 callers", "HTTP"): 16,
        ("16 callers", "bare encoder"): 16,
        ("16 callers", "HTTP"): 16,
        ("16 callers", "HTTP, a worker a core"): 16,
        ("16 callers", "HTTP, its capacity"): 16,
        ("open loop, 70%", "HTTP, questions arriving"): 12,
        ("1 caller", "HTTP, asked first"): 8,
        ("1 caller", "HTTP, asked again"): 16,
    }
    assert not any(row["errors"] for row in rows.values())
    assert all(0 < row["p50_ms"] <= row["p99_ms"] for row in rows.values())


def test_stages_are_those_of_a_search_and_the_server_is_measured(small_run: SmallRun) -> None:
    stages = {stage["name"]: stage["share"] for stage in small_run.data["stages"]}
    assert {"encode", "rank", "json"} <= set(stages)
    assert sum(stages.values()) == pytest.approx(1)
    (ours,) = small_run.data["starts"]
    assert ours["ready_seconds"] > 0.1
    assert 50 < ours["at_start"]["rss"] < 2000


def test_bars_are_judged_and_what_was_not_measured_is_said(small_run: SmallRun) -> None:
    verdicts = {one["bar"]["figure"]: one["verdict"] for one in small_run.data["bars"]}
    missing = {figure for figure, verdict in verdicts.items() if verdict == "not measured"}
    txtai = {"p50_to_txtai", "throughput_to_txtai", "memory_to_txtai"}
    assert missing == {*txtai, "ingest_seconds", "seconds_from_nothing"}
    assert any("pip install" in note for note in small_run.data["notes"])


def test_page_and_figures_are_left_in_the_folder(small_run: SmallRun) -> None:
    assert json.loads((small_run.folder / "bench.json").read_text(encoding="utf-8")) == small_run.data
    assert "<h1>Speed and memory</h1>" in (small_run.folder / "index.html").read_text(encoding="utf-8")
    assert "one caller" in small_run.err


def test_no_process_is_left(small_run: SmallRun) -> None:
    assert small_run.left == []


def test_without_an_index_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOVIDNYK_VAR", str(tmp_path))
    with pytest.raises(BuildError, match="no index is published"):
        bench_command(Order(SMALL, 7, 0.7), None, as_json=False)


def test_the_command_line_says_so_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api", "bench", "--quick", "--out", str(tmp_path / "out")],
        env=os.environ | {"DOVIDNYK_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("dovidnyk: no index is published")
    assert done.stderr.count("\n") == 1
