"""Rows are run once, kept, judged by their bars and shown; with made-up rows over a real published build."""

import json
from pathlib import Path

import pytest
import typer

from eval.bench.bars import Bar, judge_all
from eval.faults import command
from eval.faults.command import Order, chosen_rows, faults_command
from eval.faults.options import Options
from eval.faults.result import RowResult
from eval.faults.rows import Row
from search.errors import BuildError, DovidnykError

_BARS = (Bar(figure="lost", says="requests lost", at_most=0),)


class MadeUp:
    """A row that loses what it is told to, and counts how often it was run."""

    def __init__(self, name: str, lost: float) -> None:
        self.runs: list[Options] = []
        self.row = Row(name, "made up", self.run)
        self.lost = lost

    def run(self, options: Options) -> RowResult:
        """Lose it."""
        self.runs.append(options)
        assert options.scratch.is_dir()
        return RowResult(figures={"lost": self.lost}, bars=judge_all(_BARS, {"lost": self.lost}), found=("a [fault]",))


@pytest.fixture
def rows(var_folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[MadeUp, MadeUp]:
    good, bad = MadeUp("good", 0), MadeUp("bad", 2)
    monkeypatch.setattr(command, "ROWS", (good.row, bad.row))
    monkeypatch.setenv("DOVIDNYK_VAR", str(var_folder))
    return good, bad


def test_a_finished_row_is_not_run_again(rows: tuple[MadeUp, MadeUp], tmp_path: Path) -> None:
    good, _ = rows
    for order in (Order(["good"]), Order(["good"]), Order(["good"], minutes=2), Order(["good"], again=True)):
        faults_command(order, tmp_path, as_json=True)
    assert [one.minutes for one in good.runs] == [None, 2, None]
    assert not good.runs[0].scratch.exists()


def test_a_bar_that_is_not_held_fails_the_command_and_the_others_are_kept(
    rows: tuple[MadeUp, MadeUp], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as left:
        faults_command(Order(), tmp_path, as_json=True)
    assert left.value.exit_code == 1
    printed = capsys.readouterr()
    results = {name: kept["result"] for name, kept in json.loads(printed.out).items()}
    assert {name: result["held"] for name, result in results.items()} == {"good": True, "bad": False}
    assert results["bad"]["figures"] == {"lost": 2}
    assert "not held" in printed.err
    assert "a [fault]" in printed.err
    table = (tmp_path / "table.md").read_text(encoding="utf-8")
    assert "| good | requests lost | ≤ 0 | 0 | held |\n| bad | requests lost | ≤ 0 | 2 | not held |" in table


def test_the_table_holds_rows_that_were_finished_before(rows: tuple[MadeUp, MadeUp], tmp_path: Path) -> None:
    with pytest.raises(typer.Exit):
        faults_command(Order(["bad"]), tmp_path, as_json=False)
    faults_command(Order(["good"]), tmp_path, as_json=False)
    assert "| bad | requests lost" in (tmp_path / "table.md").read_text(encoding="utf-8")


def test_a_result_that_was_broken_is_made_again(rows: tuple[MadeUp, MadeUp], tmp_path: Path) -> None:
    (tmp_path / "good.json").write_text('{"row": "good", "asked"', encoding="utf-8")
    faults_command(Order(["good"]), tmp_path, as_json=False)
    assert len(rows[0].runs) == 1


def test_an_unknown_row_is_named_with_those_that_there_are(rows: tuple[MadeUp, MadeUp]) -> None:
    with pytest.raises(DovidnykError, match="no row 'nope'; there are good, bad"):
        chosen_rows(["nope"])


def test_without_an_index_nothing_is_run(
    rows: tuple[MadeUp, MadeUp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOVIDNYK_VAR", str(tmp_path))
    with pytest.raises(BuildError, match="no index is published"):
        faults_command(Order(["good"]), None, as_json=False)
    assert not rows[0].runs
