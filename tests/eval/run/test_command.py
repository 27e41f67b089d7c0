"""`dovidnyk eval run`: what it prints where, what it keeps, and its exit codes."""

import json
from pathlib import Path

import pytest

from eval.errors import UnreachableError
from eval.run.local import LocalAsker
from tests.eval.conftest import Command, DevRun


def test_all_of_dev_takes_at_most_a_minute(dev_run: DevRun) -> None:
    assert dev_run.invoked.code == 0
    assert dev_run.invoked.json["n"] >= 400
    assert dev_run.seconds <= 60


def test_json_is_all_that_stands_on_standard_output(dev_run: DevRun) -> None:
    assert len(dev_run.invoked.out.splitlines()) == 1
    assert str(dev_run.folder) in dev_run.invoked.err


def test_no_question_of_dev_fails(dev_run: DevRun) -> None:
    assert (dev_run.folder / "problems.jsonl").read_text() == ""


def test_a_file_of_questions_gives_a_table(few_questions: Path, tmp_path: Path, command: Command) -> None:
    done = command("run", "--questions", few_questions, "--out", tmp_path / "run")
    assert done.code == 0
    assert "few: 12 questions" in done.out
    assert "success@1" in done.out
    assert "facts_all" in done.out


def test_a_run_goes_where_the_settings_say(
    few_questions: Path, var_folder: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    var = tmp_path / "var"
    var.mkdir()
    for name in ("index", "encoders"):
        (var / name).symlink_to(var_folder / name)
    monkeypatch.setenv("DOVIDNYK_VAR", str(var))
    assert command("run", "--questions", few_questions, "--json").code == 0
    (folder,) = (var / "runs").iterdir()
    assert folder.name.endswith("-few")


def test_a_question_that_fails_is_listed_and_counts_as_wrong(
    few_questions: Path, tmp_path: Path, command: Command
) -> None:
    first, *others = few_questions.read_text(encoding="utf-8").splitlines()
    unseen = json.loads(first) | {"text": "\u200b\u200b"}
    few_questions.write_text("\n".join([json.dumps(unseen), *others]) + "\n", encoding="utf-8")
    done = command("run", "--questions", few_questions, "--out", tmp_path / "run", "--json")
    assert done.code == 0
    assert "1 of 12 questions failed and count as wrong" in done.err
    (problem,) = (tmp_path / "run" / "problems.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(problem)["id"] == unseen["id"]
    (run,) = [json.loads(line) for line in (tmp_path / "run" / "results.jsonl").read_text().splitlines()][:1]
    assert run["error"].startswith("QuestionError")


def test_a_malformed_line_is_named_with_its_file(few_questions: Path, tmp_path: Path, command: Command) -> None:
    few_questions.write_text(few_questions.read_text(encoding="utf-8") + '{"id": "x"}\n', encoding="utf-8")
    done = command("run", "--questions", few_questions, "--out", tmp_path / "run")
    assert done.code == 2
    assert "few.jsonl, line 13: key `group` is missing" in done.err
    assert not (tmp_path / "run").exists()


def test_an_unreachable_deployment_is_exit_code_3(few_questions: Path, tmp_path: Path, command: Command) -> None:
    done = command("run", "--questions", few_questions, "--out", tmp_path / "run", "--url", "http://127.0.0.1:9")
    assert done.code == 3
    assert "http://127.0.0.1:9 can't be reached" in done.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--url", "localhost:8000"], "expected an address like http://127.0.0.1:8000"),
        (["--url", "http://127.0.0.1:9", "--key-file", "no-such-file"], "--key-file no-such-file: can't be read"),
        (["--resume", "no-such-run"], "expected the folder of a run"),
        (["--questions", "no-such-file"], "no-such-file: can't be read"),
    ],
)
def test_bad_input_is_exit_code_2_with_one_line(options: list[str], message: str, command: Command) -> None:
    done = command("run", *options)
    assert done.code == 2
    assert message in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("break_off", "code", "message"),
    [(UnreachableError("it is gone"), 3, "it is gone"), (KeyboardInterrupt(), 130, "interrupted")],
)
def test_a_run_that_breaks_off_keeps_what_was_done_and_goes_on(
    break_off: BaseException,
    code: int,
    message: str,
    few_questions: Path,
    tmp_path: Path,
    command: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask, asked = LocalAsker.ask, list[str]()

    def counting(self: LocalAsker, question: str) -> object:
        asked.append(question)
        return ask(self, question)

    def breaking(self: LocalAsker, question: str) -> object:
        if len(asked) == 5:
            raise break_off
        return counting(self, question)

    with monkeypatch.context() as patch:
        patch.setattr(LocalAsker, "ask", breaking)
        broken = command("run", "--questions", few_questions, "--out", tmp_path / "run", "--json")
    assert broken.code == code
    assert message in broken.err
    assert f"--resume {tmp_path / 'run'}" in broken.err
    assert broken.out == ""
    asked.clear()
    with monkeypatch.context() as patch:
        patch.setattr(LocalAsker, "ask", counting)
        resumed = command("run", "--resume", tmp_path / "run", "--json")
    assert resumed.code == 0
    assert resumed.json["n"] == 12
    assert len(asked) == 7


def test_a_run_is_not_written_over(few_questions: Path, tmp_path: Path, command: Command) -> None:
    arguments = ("run", "--questions", few_questions, "--out", tmp_path / "run", "--json")
    assert command(*arguments).code == 0
    again = command(*arguments)
    assert again.code == 2
    assert "holds a run already" in again.err
