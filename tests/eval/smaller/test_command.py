"""`dovidnyk eval smaller`, end to end with a small model."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from eval.smaller.command import DISTILLED, DROPPED, smaller_command
from eval.smaller.legs import ASKED, DENSE, WHOLE
from eval.smaller.report import MEASURES

Invoke = Callable[..., Any]


@pytest.fixture
def invoke(
    teacher: Path, small_var: Path, few_asked: Path, few_questions: Path, monkeypatch: pytest.MonkeyPatch
) -> Invoke:
    for name, value in (("MODEL", teacher), ("VAR", small_var), ("CORPUS", few_asked)):
        monkeypatch.setenv(f"DOVIDNYK_{name}", str(value))
    app = typer.Typer()
    app.command()(smaller_command)
    always = ("--questions", str(few_questions), "--timed", "20")
    return lambda *arguments: CliRunner().invoke(app, [*always, *map(str, arguments)], catch_exceptions=False)


def test_a_student_is_made_taught_and_compared_and_can_be_compared_again(invoke: Invoke, tmp_path: Path) -> None:
    texts = tmp_path / "texts.txt"
    texts.write_text("Ключі від квартири лежать на столі.\n", encoding="utf-8")
    folder = tmp_path / "out"
    result = invoke("--layers", 2, "--texts", texts, "--epochs", 1, "--out", folder, "--json")
    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert (report["questions"], report["layers"]) == (12, 2)
    assert report["taught"]["epochs"] == 1
    assert report["teacher_p50"] > 0
    assert set(report["students"]) == {DROPPED, DISTILLED}
    for student in report["students"].values():
        assert student["size"]["words"] < report["teacher_size"]["words"]
        assert student["faster"]["pairs"] == 1
        assert set(student["legs"]) == set(student["holds"]) == {DENSE, ASKED, WHOLE}
        assert all(set(measures) == set(MEASURES) for measures in student["legs"].values())
        assert student["legs"][DENSE]["success@1"]["n"] == 8
    assert json.loads((folder / "smaller.json").read_text(encoding="utf-8")) == report

    again = invoke("--students", folder)
    assert again.exit_code == 0
    said = " ".join(again.stdout.split())
    assert all(name in said for name in ("teacher", DROPPED, DISTILLED, DENSE, ASKED, WHOLE, "times faster"))
    assert said.count("place") == 2
    assert "texts to learn from" not in again.stderr


def test_a_folder_without_students_is_refused(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("--students", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no student there" in result.stderr
