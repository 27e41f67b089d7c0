"""`dovidnyk eval export` and `dovidnyk eval import`."""

from pathlib import Path

import pytest

from search.questions import read_questions
from tests.eval.conftest import Command


@pytest.mark.parametrize("form", ["--trec", "--beir"])
def test_there_and_back_again(form: str, few_questions: Path, tmp_path: Path, command: Command) -> None:
    exported = command("export", form, tmp_path / "out", "--questions", few_questions)
    assert exported.code == 0
    assert "12 questions" in exported.err
    back = tmp_path / "back.jsonl"
    imported = command("import", back, form, tmp_path / "out")
    assert imported.code == 0
    assert read_questions(back) == read_questions(few_questions)


@pytest.mark.parametrize("form", ["--trec", "--beir"])
def test_the_object_names_what_was_written(form: str, few_questions: Path, tmp_path: Path, command: Command) -> None:
    exported = command("export", form, tmp_path / "out", "--questions", few_questions, "--json").json
    assert exported["n"] == 12
    assert all(Path(file).is_file() for file in exported["files"])
    imported = command("import", tmp_path / "back.jsonl", form, tmp_path / "out", "--json").json
    assert imported == {"n": 12, "file": str(tmp_path / "back.jsonl")}


@pytest.mark.parametrize("options", [[], ["--trec", "a", "--beir", "b"]])
def test_one_form_must_be_named(options: list[str], tmp_path: Path, command: Command) -> None:
    for arguments in (["export"], ["import", tmp_path / "x.jsonl"]):
        done = command(*arguments, *options)
        assert done.code == 2
        assert "name one folder: --trec DIR or --beir DIR" in done.err
