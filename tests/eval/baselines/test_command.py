"""`dovidnyk eval baselines`."""

from pathlib import Path

import pytest

from eval.run.folder import open_run
from tests.eval.conftest import Command

PLAIN = ["dense", "dense-repaired", "lexical", "hybrid", "hybrid-repaired"]


def test_all_systems_stand_side_by_side_and_are_kept_as_runs(
    few_questions: Path, python_with_txtai: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.encoder.source_folder", lambda model, var: tmp_path / model)
    done = command(
        *("baselines", "--questions", few_questions, "--out", tmp_path / "runs"),
        *("--txtai-python", python_with_txtai, "--json"),
    )
    assert done.code == 0
    assert list(done.json) == [*PLAIN, "txtai-dense", "txtai-hybrid", "dovidnyk"]
    for name, printed in done.json.items():
        assert printed == open_run(tmp_path / "runs" / name).summary.as_object()
    assert done.json["hybrid"]["measures"]["AUROC"] is None
    assert done.json["dense"]["measures"]["false_answers"] is None
    assert done.json["dovidnyk"]["measures"]["false_answers"] is not None


def test_without_txtai_it_says_so_and_goes_on(
    few_questions: Path, python_without_txtai: Path, tmp_path: Path, command: Command
) -> None:
    done = command(
        *("baselines", "--questions", few_questions, "--out", tmp_path / "runs"),
        *("--txtai-python", python_without_txtai),
    )
    assert done.code == 0
    assert "txtai isn't installed and is left out" in done.err
    assert "txtai" not in done.out
    for name in (*PLAIN, "dovidnyk"):
        assert name in done.out


def test_txtai_can_be_left_out_on_purpose(few_questions: Path, tmp_path: Path, command: Command) -> None:
    done = command("baselines", "--questions", few_questions, "--out", tmp_path / "runs", "--no-txtai", "--json")
    assert list(done.json) == [*PLAIN, "dovidnyk"]
    assert "txtai isn't installed" not in done.err
