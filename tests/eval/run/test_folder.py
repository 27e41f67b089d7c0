"""A run's folder: written as it goes, read again, finished once."""

import json
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.run.folder import RunConfig, append, create, finish, keeping, open_run, read_config, read_records
from tests.eval.conftest import QuestionMaker, RecordMaker

CONFIG = RunConfig(
    split="mine",
    questions_file="mine.jsonl",
    questions_sha256="0" * 64,
    n=2,
    source="local",
    index="build",
    model="encoder@1",
    started="2026-01-01T00:00:00Z",
    versions={},
    settings={},
    processor={},
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which a run began."""
    create(tmp_path / "run", CONFIG)
    return tmp_path / "run"


def test_a_finished_run_reads_as_it_was_written(
    folder: Path, make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    records = [
        make_record(make_question("q1", {"1.1": 3}), ["1.1", "1.2"], outcome="answered", confidence=0.9),
        make_record(make_question("q2", chapter="9"), None),
    ]
    finish(folder, CONFIG, records)
    run = open_run(folder)
    assert run.config == CONFIG
    assert list(run.records) == records
    assert sorted(file.name for file in folder.iterdir()) == [
        *("config.json", "measures.json", "problems.jsonl", "results.jsonl", "run.trec")
    ]


def test_problems_are_listed_with_their_reason(
    folder: Path, make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    finish(folder, CONFIG, [make_record(make_question("q1", {"1.1": 3}), None), make_record(make_question("q2"))])
    (line,) = (folder / "problems.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"id": "q1", "text": "питання q1", "error": "it broke"}


def test_all_figures_are_written(folder: Path, make_question: QuestionMaker, make_record: RecordMaker) -> None:
    finish(folder, CONFIG, [make_record(make_question(name, {"1.1": 3}), ["1.1"]) for name in ("q1", "q2")])
    figures = json.loads((folder / "measures.json").read_text(encoding="utf-8"))
    assert figures["measures"]["success@1"] == {"value": 1.0, "interval": [1.0, 1.0], "n": 2}
    assert figures["measures"]["facts"] == {"value": None, "interval": None, "n": 0}
    assert figures["slices"]["section=1.1"]["MRR@10"]["n"] == 2


def test_a_line_that_was_cut_off_is_left_out(
    folder: Path, make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    with keeping(folder, []) as file:
        append(file, make_record(make_question("q1", {"1.1": 3}), ["1.1"]))
        file.write('{"question": {"id": "q2", "gro')
    assert [record.question.id for record in read_records(folder)] == ["q1"]


def test_a_damaged_line_is_named(folder: Path, make_question: QuestionMaker, make_record: RecordMaker) -> None:
    with keeping(folder, []) as file:
        file.write('{"question": 1}\n')
        append(file, make_record(make_question("q1", {"1.1": 3}), ["1.1"]))
    with pytest.raises(EvalError, match=r"results\.jsonl, line 1: "):
        read_records(folder)


def test_an_unfinished_run_says_how_to_finish_it(
    folder: Path, make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    with keeping(folder, [make_record(make_question("q1", {"1.1": 3}), ["1.1"])]):
        pass
    with pytest.raises(EvalError, match="holds 1 of 2 questions; finish it with 'dovidnyk eval run --resume"):
        open_run(folder)


def test_a_folder_holds_one_run(folder: Path) -> None:
    with pytest.raises(EvalError, match="holds a run already"):
        create(folder, CONFIG)


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=r"config\.json: can't be read .* expected the folder of a run"):
        read_config(tmp_path)
    (tmp_path / "config.json").write_text('{"split": "dev"}')
    with pytest.raises(EvalError, match=r"config\.json: key `.*` is missing"):
        read_config(tmp_path)
