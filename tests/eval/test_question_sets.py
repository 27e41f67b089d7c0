"""Which questions are asked: splits, or any file of the form."""

import hashlib
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.question_sets import Split, read_question_set, read_split, split_file
from search.questions import QuestionsError


def test_train_is_part_of_the_corpus_and_the_others_are_not(real_corpus_folder: Path) -> None:
    assert split_file(Split.TRAIN, real_corpus_folder) == real_corpus_folder / "asked.jsonl"
    assert read_split(Split.TRAIN, real_corpus_folder).name == "train"


def test_a_split_carries_the_digest_of_its_file(dev_file: Path, real_corpus_folder: Path) -> None:
    dev = read_split(Split.DEV, real_corpus_folder)
    assert dev.sha256 == hashlib.sha256(dev_file.read_bytes()).hexdigest()
    assert dev.file.samefile(dev_file)


def test_a_file_is_named_after_itself(few_questions: Path) -> None:
    chosen = read_question_set(few_questions)
    assert (chosen.name, len(chosen.questions)) == ("few", 12)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("")
    with pytest.raises(EvalError, match=r"none\.jsonl: holds no question"):
        read_question_set(tmp_path / "none.jsonl")


def test_a_malformed_line_is_named(few_questions: Path) -> None:
    lines = few_questions.read_text(encoding="utf-8").splitlines()
    few_questions.write_text("\n".join([*lines[:3], lines[3][:40], *lines[4:]]) + "\n", encoding="utf-8")
    with pytest.raises(QuestionsError, match=r"few\.jsonl, line 4: not a JSON object"):
        read_question_set(few_questions)
