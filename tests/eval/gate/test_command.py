"""`dovidnyk eval gate`: exit codes, and what it prints."""

from pathlib import Path

import pytest

from eval.gate.reference import reference_of, write_reference
from tests.eval.conftest import Command, DevRun
from tests.eval.gate.conftest import Spoiled


@pytest.fixture
def reference(dev_run: DevRun, tmp_path: Path) -> Path:
    """The run over dev, accepted."""
    file = tmp_path / "dev.json"
    write_reference(reference_of(dev_run.run), file)
    return file


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    """Floors far below any figure."""
    file = tmp_path / "floors.toml"
    file.write_text('alpha = 0.05\n[measures]\n"success@1" = { floor = 0.1, margin = 0.015 }\n')
    return file


def test_it_passes_with_exit_code_0(dev_run: DevRun, reference: Path, floors: Path, command: Command) -> None:
    done = command("gate", "--run", dev_run.folder, "--reference", reference, "--floors", floors)
    assert done.code == 0
    assert "the gate passes" in done.out


def test_a_drop_is_exit_code_1_with_the_questions_that_changed(
    spoiled: Spoiled, reference: Path, floors: Path, command: Command
) -> None:
    worse = spoiled(40)
    done = command("gate", "--run", worse.folder, "--reference", reference, "--floors", floors)
    assert done.code == 1
    assert "fault: success@1: " in done.out
    assert "40 questions changed" in done.out
    assert "the gate fails: 1 fault(s)" in done.out


def test_the_object_says_whether_it_passed_and_why_not(
    spoiled: Spoiled, reference: Path, floors: Path, command: Command
) -> None:
    worse = spoiled(40)
    done = command("gate", "--run", worse.folder, "--reference", reference, "--floors", floors, "--json")
    assert done.code == 1
    assert done.json["passed"] is False
    assert len(done.json["changed"]) == 40
    assert done.json["compared"]["success@1"]["difference"] < 0


def test_an_accepted_run_is_the_reference_from_then_on(
    spoiled: Spoiled, reference: Path, floors: Path, command: Command
) -> None:
    worse = spoiled(40)
    options = ("--run", worse.folder, "--reference", reference, "--floors", floors)
    assert command("gate", *options).code == 1
    accepted = command("gate", *options, "--accept")
    assert accepted.code == 0
    assert f"reference: {reference}" in accepted.err
    assert command("gate", *options).code == 0


def test_without_a_run_dev_is_asked(
    few_questions: Path,
    floors: Path,
    tmp_path: Path,
    var_folder: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    var = tmp_path / "var"
    var.mkdir()
    for name in ("index", "encoders"):
        (var / name).symlink_to(var_folder / name)
    monkeypatch.setenv("DOVIDNYK_VAR", str(var))
    monkeypatch.setattr("eval.question_sets._FOLDER", few_questions.parent)
    few_questions.rename(few_questions.with_name("dev.jsonl"))
    new = tmp_path / "new" / "dev.json"
    done = command("gate", "--accept", "--reference", new, "--floors", floors)
    assert done.code == 0
    assert new.exists()


def test_a_missing_reference_is_bad_input(dev_run: DevRun, tmp_path: Path, command: Command) -> None:
    done = command("gate", "--run", dev_run.folder, "--reference", tmp_path / "none.json")
    assert done.code == 2
    assert "write it with 'dovidnyk eval gate --accept'" in done.err
