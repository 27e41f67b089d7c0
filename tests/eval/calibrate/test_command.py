"""`dovidnyk eval calibrate`: the file that it prints is the file that the corpus takes."""

import tomllib
from pathlib import Path

import pytest

from ingest.corpus import read_corpus
from search.calibration import Calibration
from tests.eval.conftest import Command


@pytest.fixture
def small_sets(corpus_folder: Path, dev_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus folder; its train split and the dev split hold 60 questions each, spread over the real ones."""
    asked = corpus_folder / "asked.jsonl"
    questions = tmp_path / "questions"
    questions.mkdir()
    for source, target in ((asked, asked), (dev_file, questions / "dev.jsonl")):
        lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
        step = len(lines) // 60
        target.write_text("".join(lines[::step][:60]), encoding="utf-8")
    monkeypatch.setattr("eval.question_sets._FOLDER", questions)
    monkeypatch.setenv("DOVIDNYK_CORPUS", str(corpus_folder))
    return corpus_folder


def test_it_prints_a_file_of_the_form_and_leaves_the_corpus_alone(command: Command, small_sets: Path) -> None:
    before = (small_sets / "calibration.toml").read_bytes()
    done = command("calibrate")
    assert done.code == 0
    Calibration.model_validate(tomllib.loads(done.out))
    assert "on dev, with asked questions: false_answers " in done.err
    assert "on dev, without asked questions: false_answers " in done.err
    assert (small_sets / "calibration.toml").read_bytes() == before


def test_what_it_writes_the_corpus_reads(command: Command, small_sets: Path) -> None:
    done = command("calibrate", "--write", "--json", "--uncertain", "0.3")
    assert done.code == 0
    assert read_corpus(small_sets).calibration == Calibration.model_validate(done.json["calibration"])
    assert done.json["dev"]["uncertain"] <= 0.3
    assert "run 'dovidnyk ingest' to publish it" in done.err
