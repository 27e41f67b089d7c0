"""The sets of questions that can be run: the three splits, or any file of the same form."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eval.errors import EvalError
from search.digest import sha256_of
from search.questions import Question, read_questions

_FOLDER = Path(__file__).parent / "questions"


class Split(StrEnum):
    """train may be indexed and trained on; dev is for choosing; test is for reporting."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with where they are from: `name` is the split or the file's name, `sha256` the file's digest."""

    name: str
    file: Path
    sha256: str
    questions: tuple[Question, ...]


def split_file(split: Split, corpus: Path) -> Path:
    """The file of a split; train is part of the corpus folder."""
    return corpus / "asked.jsonl" if split is Split.TRAIN else _FOLDER / f"{split}.jsonl"


def read_split(split: Split, corpus: Path) -> QuestionSet:
    """Read a split.

    Raises:
        QuestionsError: the file is missing or has a malformed line; the message names it.
        EvalError: the file holds no question.
    """
    return read_question_set(split_file(split, corpus), split.value)


def read_question_set(file: Path, name: str | None = None) -> QuestionSet:
    """Read a file of questions; its name without the ending unless `name` says otherwise.

    Raises:
        QuestionsError: the file is missing or has a malformed line; the message names it.
        EvalError: the file holds no question.
    """
    questions = read_questions(file)
    if not questions:
        raise EvalError(f"{file}: holds no question; expected one JSON object a line")
    return QuestionSet(name or file.stem, file, sha256_of(file), questions)
