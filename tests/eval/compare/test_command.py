"""`dovidnyk eval compare`."""

from pathlib import Path

import pytest

from eval.run.folder import create, finish
from tests.eval.conftest import Command, DevRun


@pytest.fixture
def worse_run(dev_run: DevRun, tmp_path: Path) -> Path:
    """The run over dev with the first two sections of every third question exchanged."""
    run = dev_run.run
    records = list(run.records)
    for place in range(0, len(records), 3):
        shown = records[place].shown
        assert shown is not None
        first, second, *rest = shown.results
        mixed = shown.model_copy(update={"results": (second, first, *rest)})
        records[place] = records[place].model_copy(update={"shown": mixed})
    folder = tmp_path / "worse"
    create(folder, run.config)
    finish(folder, run.config, records)
    return folder


def test_differences_are_printed_with_the_questions_that_changed(
    dev_run: DevRun, worse_run: Path, command: Command
) -> None:
    done = command("compare", dev_run.folder, worse_run)
    assert done.code == 0
    assert "success@1" in done.out
    assert "questions changed" in done.out
    assert "rank 1 · " in done.out


def test_the_object_has_tests_and_changes(dev_run: DevRun, worse_run: Path, command: Command) -> None:
    printed = command("compare", dev_run.folder, worse_run, "--json").json
    found = printed["measures"]["success@1"]
    assert found["difference"] < 0
    assert found["p_holm"] <= 0.05
    assert found["wins"] + found["ties"] + found["losses"] == found["n"]
    assert printed["permutations"] == 10_000
    assert printed["left_out"] == 0
    assert {"id", "text", "before", "after"} <= set(printed["changed"][0])


def test_a_run_compared_with_itself_changes_nothing(dev_run: DevRun, command: Command) -> None:
    done = command("compare", dev_run.folder, dev_run.folder)
    assert "no question changed" in done.out


def test_runs_over_other_questions_are_compared_where_they_meet(
    dev_run: DevRun, few_questions: Path, tmp_path: Path, command: Command
) -> None:
    assert command("run", "--questions", few_questions, "--out", tmp_path / "few", "--json").code == 0
    done = command("compare", dev_run.folder, tmp_path / "few")
    assert "12 questions in both" in done.out
    assert "are in one of them only and left out" in done.out


def test_a_folder_that_is_no_run_is_bad_input(dev_run: DevRun, tmp_path: Path, command: Command) -> None:
    done = command("compare", dev_run.folder, tmp_path)
    assert done.code == 2
    assert "expected the folder of a run" in done.err
