"""`dovidnyk eval report`."""

import json
from pathlib import Path

import pytest

from tests.eval.conftest import Command, DevRun


@pytest.mark.parametrize(
    ("form", "beginning"), [("html", "<!doctype html>"), ("md", "# dev: "), ("json", "{"), ("xml", "<?xml")]
)
def test_each_form_is_written_to_its_file(
    form: str, beginning: str, dev_run: DevRun, tmp_path: Path, command: Command
) -> None:
    file = tmp_path / f"report.{form}"
    done = command("report", dev_run.folder, "--format", form, "--out", file)
    assert done.code == 0
    assert done.out == ""
    assert str(file) in done.err
    assert file.read_text(encoding="utf-8").lstrip().startswith(beginning)


def test_the_object_is_that_of_the_run(dev_run: DevRun, tmp_path: Path, command: Command) -> None:
    done = command("report", dev_run.folder, "--out", tmp_path / "report.html", "--json")
    assert done.json == dev_run.invoked.json


def test_a_comparison_goes_into_json_too(dev_run: DevRun, tmp_path: Path, command: Command) -> None:
    file = tmp_path / "report.json"
    done = command("report", dev_run.folder, "--compare", dev_run.folder, "--format", "json", "--out", file)
    assert done.code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["comparison"]["changed"] == []


def test_an_unknown_form_is_bad_input(dev_run: DevRun, command: Command) -> None:
    assert command("report", dev_run.folder, "--format", "pdf").code == 2
