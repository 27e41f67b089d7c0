"""Reading a corpus in BEIR layout, each line checked.

corpus.jsonl    one document a line: `_id`, `title` (may be missing), `text`
queries.jsonl   one query a line: `_id`, `text`
qrels.tsv       query id, document id, grade, tab-separated, with or without a line of headings;
                or qrels/SPLIT.tsv, a file a split

Layout: Thakur et al., "BEIR: A Heterogenous Benchmark for Zero-shot Evaluation of Information Retrieval Models"
(NeurIPS 2021, Datasets and Benchmarks).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.errors import EvalError
from search.digest import sha256_of
from search.errors import QuestionError
from search.facts import NonEmpty
from search.normalise import MAX_QUESTION, normalise_question
from search.validation import first_fault

Judgements = dict[str, dict[str, int]]

DEFAULT_SPLIT = "test"


class BeirError(EvalError):
    """A corpus in BEIR layout can't be read or judged; the message names file and line."""


class _Record(BaseModel):
    """What documents and queries share; keys that aren't named here are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[NonEmpty, Field(alias="_id")]
    text: str


class Document(_Record):
    """A line of corpus.jsonl."""

    title: str | None = None


class Query(_Record):
    """A line of queries.jsonl."""

    @model_validator(mode="after")
    def _can_be_asked(self) -> "Query":
        try:
            normalise_question(self.text[:MAX_QUESTION])
        except QuestionError as error:
            raise ValueError(error) from error
        return self

    @property
    def question(self) -> str:
        """The query as the engine takes it: normalised, of a long one the first 1,000 characters."""
        return normalise_question(self.text[:MAX_QUESTION])

    @property
    def is_cut(self) -> bool:
        """Whether it is longer than the engine takes."""
        return len(self.text) > MAX_QUESTION


@dataclass(frozen=True, slots=True)
class Judged:
    """Which documents answer which queries.

    Attributes:
        grades: query id to document id to grade; only grades of 1 and more, only queries that have one.
        file: where they were read.
        places: `(query id, document id)` to the number of its line.
    """

    grades: Judgements
    file: Path
    places: dict[tuple[str, str], int]


Record = TypeVar("Record", bound=_Record)


def corpus_digest(folder: Path) -> str:
    """SHA-256 of corpus.jsonl.

    Raises:
        BeirError: the file can't be read.
    """
    file = folder / "corpus.jsonl"
    try:
        return sha256_of(file)
    except OSError as error:
        raise _unreadable(file, error) from error


def read_documents(folder: Path, limit: int | None = None) -> Iterator[Document]:
    """The documents one by one, in the file's order; only ids are held.

    Raises:
        BeirError: the file is missing, a line isn't of the form, or an id stands twice.
    """
    return _records(folder / "corpus.jsonl", Document, limit)


def read_queries(folder: Path) -> dict[str, Query]:
    """The queries by id.

    Raises:
        BeirError: the file is missing, a line isn't of the form, or an id stands twice.
    """
    return {query.id: query for query in _records(folder / "queries.jsonl", Query, None)}


def read_judgements(folder: Path, split: str | None = None) -> Judged:
    """The judgements of a split.

    Args:
        folder: the corpus folder.
        split: name of a file in `qrels/` without `.tsv`; by default `qrels.tsv`, else `test`, else the only one.

    Raises:
        BeirError: no such file, more than one to choose from, or a malformed line.
    """
    file = _judgements_file(folder, split)
    grades: Judgements = {}
    places: dict[tuple[str, str], int] = {}
    for number, line in _lines(file):
        try:
            fields = line.decode("utf-8").rstrip("\r\n").split("\t")
        except UnicodeDecodeError as error:
            raise BeirError(f"{file}, line {number}: not UTF-8 at byte {error.start} of the line") from error
        if number == 1 and len(fields) == 3 and not _is_integer(fields[2]):
            continue
        query, document, grade = _judgement(file, number, fields)
        if places.setdefault((query, document), number) != number:
            raise BeirError(
                f"{file}, line {number}: query {query!r} with document {document!r} stands already in line "
                f"{places[query, document]}; expected once"
            )
        if grade > 0:
            grades.setdefault(query, {})[document] = grade
    if not grades:
        raise BeirError(f"{file}: no query has a document of grade 1 or more; expected lines 'query, document, grade'")
    return Judged(grades, file, places)


def _judgements_file(folder: Path, split: str | None) -> Path:
    single = folder / "qrels.tsv"
    if split is None and single.exists():
        return single
    found = {file.stem: file for file in sorted((folder / "qrels").glob("*.tsv"))}
    wanted = split or (DEFAULT_SPLIT if len(found) != 1 else next(iter(found)))
    if wanted not in found:
        there = f"splits {', '.join(found)}" if found else "neither"
        raise BeirError(
            f"{folder}: no judgements of split {wanted!r}; expected qrels.tsv or qrels/{wanted}.tsv, found {there}"
            + ("; name one with --split" if found else "")
        )
    return found[wanted]


def _judgement(file: Path, number: int, fields: list[str]) -> tuple[str, str, int]:
    if len(fields) != 3 or not all(fields) or not _is_integer(fields[2]):
        found = "\t".join(fields)
        raise BeirError(
            f"{file}, line {number}: found {found!r:.80}; expected query id, document id and a whole grade, "
            "with a tab between them"
        )
    return fields[0], fields[1], int(fields[2])


def _is_integer(text: str) -> bool:
    return text.strip().removeprefix("-").isdecimal()


def _records(file: Path, form: type[Record], limit: int | None) -> Iterator[Record]:
    keys = ", ".join(f"`{field.alias or name}`" for name, field in form.model_fields.items() if field.is_required())
    seen: dict[str, int] = {}
    for number, line in _lines(file):
        if limit is not None and len(seen) >= limit:
            return
        try:
            record = form.model_validate_json(line)
        except ValidationError as error:
            fault = first_fault(error).replace("at line 1 column", "at column")
            raise BeirError(f"{file}, line {number}: {fault}; expected a JSON object in UTF-8 with {keys}") from error
        if record.id in seen:
            raise BeirError(f"{file}, line {number}: _id {record.id!r} stands already in line {seen[record.id]}")
        seen[record.id] = number
        yield record


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers from 1."""
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> BeirError:
    return BeirError(f"{file}: can't be read ({error.strerror}); a folder in BEIR layout needs it")
