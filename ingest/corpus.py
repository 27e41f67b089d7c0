"""Reading a corpus folder: the chapters as published, and what people know about the guide, each checked.

guide.toml           edition, publisher, dates, chapters; `present` names those whose text must be here
rozdil-NN.txt        the published text of a chapter, byte for byte
errata.toml          known faults of printed links, with reasons
glossary.toml        words that people use, and the guide's words for them
places.toml          spellings of the cities, airports and centres of its contact tables
analyser.toml        lemmas that the dictionary gets wrong, stop words, declensions
calibration.toml     how scores become a probability, and thresholds
cues.toml            what a question's words ask for, and the guide's words that give it
suggestions.toml     what is suggested while a question is typed
answers.toml         how an answer's pieces are weighed, and how long it gets
asked.jsonl          labelled questions of the training split
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ingest.errors import CorpusError, GrammarError
from ingest.schema import AnalyserData, Errata, Glossary, PlacesData, Suggestions
from search.answer.cues import Cues
from search.answer.model import AnswerModel
from search.calibration import Calibration
from search.digest import sha256_of
from search.facts import GuideFacts
from search.questions import Question, QuestionsError, read_questions
from search.validation import first_fault

Form = TypeVar("Form", bound=BaseModel)

_CHAPTER_FILE = re.compile(r"^rozdil-(0[1-9]|[1-9]\d{1,4})\.txt$")
_KNOWN_FILES = {
    "guide.toml",
    "errata.toml",
    "glossary.toml",
    "places.toml",
    "analyser.toml",
    "calibration.toml",
    "cues.toml",
    "answers.toml",
    "suggestions.toml",
    "asked.jsonl",
}


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter as published."""

    chapter: str
    file: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that a corpus folder holds; `hashes` is SHA-256 by file name."""

    facts: GuideFacts
    chapters: tuple[ChapterText, ...]
    errata: Errata
    glossary: Glossary
    places: PlacesData
    analyser: AnalyserData
    calibration: Calibration
    cues: Cues
    answers: AnswerModel
    suggestions: Suggestions
    asked: tuple[Question, ...]
    hashes: Mapping[str, str]


def chapter_file(chapter: str) -> str:
    """Name of the file that holds a chapter: `rozdil-01.txt`."""
    return f"rozdil-{int(chapter):02}.txt"


def read_corpus(folder: Path) -> Corpus:
    """Read and check a corpus folder.

    Chapters whose file is there are taken up even if `present` doesn't name them yet.

    Raises:
        CorpusError: a file is missing, unknown, not UTF-8, or not of its form; the message names file and key.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder; name the corpus with --corpus or DOVIDNYK_CORPUS")
    _refuse_unknown_files(folder)
    facts = _read_toml(folder / "guide.toml", GuideFacts)
    chapters = _read_chapters(folder, facts)
    held = tuple(chapter.chapter for chapter in chapters)
    facts = facts.model_copy(update={"present": held})
    asked = _read_asked(folder / "asked.jsonl")
    return Corpus(
        facts=facts,
        chapters=chapters,
        errata=_read_toml(folder / "errata.toml", Errata),
        glossary=_read_toml(folder / "glossary.toml", Glossary),
        places=_read_toml(folder / "places.toml", PlacesData),
        analyser=_read_toml(folder / "analyser.toml", AnalyserData),
        calibration=_read_toml(folder / "calibration.toml", Calibration),
        cues=_read_toml(folder / "cues.toml", Cues),
        answers=_read_toml(folder / "answers.toml", AnswerModel),
        suggestions=_read_toml(folder / "suggestions.toml", Suggestions),
        asked=asked,
        hashes={file.name: sha256_of(file) for file in sorted(folder.iterdir())},
    )


def _refuse_unknown_files(folder: Path) -> None:
    for file in sorted(folder.iterdir()):
        if file.name not in _KNOWN_FILES and not _CHAPTER_FILE.match(file.name):
            raise CorpusError(
                f"{file}: unknown file; a corpus folder holds {', '.join(sorted(_KNOWN_FILES))} and rozdil-NN.txt"
            )


def _read_toml(file: Path, form: type[Form]) -> Form:
    try:
        return form.model_validate(tomllib.loads(_read_text(file)))
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{file}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise CorpusError(f"{file}: {first_fault(error, form)}") from error


def _read_text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise CorpusError(f"{file}: missing; a corpus folder needs it") from error
    except OSError as error:
        raise CorpusError(f"{file}: can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CorpusError(f"{file}, line {line}: not UTF-8 at byte {error.start}; save it as UTF-8") from error


def _read_chapters(folder: Path, facts: GuideFacts) -> tuple[ChapterText, ...]:
    known = {chapter.number for chapter in facts.chapters}
    there = {str(int(match[1])) for file in folder.iterdir() if (match := _CHAPTER_FILE.match(file.name))}
    for number in sorted(there - known, key=int):
        raise CorpusError(
            f'{folder / chapter_file(number)}: guide.toml has no [[chapters]] entry with number "{number}"'
        )
    chapters = []
    for number in sorted(there | set(facts.present), key=int):
        file = folder / chapter_file(number)
        chapters.append(ChapterText(number, file.name, _chapter_text(file), sha256_of(file)))
    if not chapters:
        raise CorpusError(f"{folder}: no chapter is here; expected at least one file like rozdil-01.txt")
    return tuple(chapters)


def _chapter_text(file: Path) -> str:
    text = _read_text(file)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise GrammarError(file.name, line, "holds a NUL character; a chapter is plain text")
    return text


def _read_asked(file: Path) -> tuple[Question, ...]:
    if not file.exists():
        raise CorpusError(f"{file}: missing; a corpus folder needs it (it may be empty)")
    try:
        return read_questions(file)
    except QuestionsError as error:
        raise CorpusError(str(error)) from error
