"""BEIR form: `corpus.jsonl`, `queries.jsonl`, `qrels/SPLIT.tsv`.

As Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval Models" (NeurIPS
2021), lay their data out. What else a question's label says stands in the `metadata` of its query, so that nothing is
lost on the way back; queries of another origin, without it, get plain labels.
"""

from collections.abc import Sequence
from pathlib import Path

from eval.errors import EvalError
from eval.exchange.files import json_lines, json_objects, lines_of, write_lines
from eval.exchange.labels import label_of, question_from, read_label
from search.guide import Guide
from search.questions import Question

CORPUS, QUERIES = "corpus.jsonl", "queries.jsonl"
_HEADER = ("query-id", "corpus-id", "score")


def export_beir(questions: Sequence[Question], guide: Guide, folder: Path, split: str) -> list[Path]:
    """Write the guide's sections, questions and judgements; gives the files."""
    sections = guide.sections.values()
    return [
        write_lines(
            folder / CORPUS,
            json_lines(
                {"_id": section.id, "title": section.title, "text": guide.own_text(section)} for section in sections
            ),
        ),
        write_lines(
            folder / QUERIES,
            json_lines(
                {"_id": question.id, "text": question.text, "metadata": label_of(question).model_dump()}
                for question in questions
            ),
        ),
        write_lines(
            folder / "qrels" / f"{split}.tsv",
            [
                "\t".join(_HEADER),
                *(
                    f"{question.id}\t{section}\t{grade}"
                    for question in questions
                    for section, grade in question.relevant.items()
                ),
            ],
        ),
    ]


def import_beir(folder: Path, split: str | None = None) -> tuple[Question, ...]:
    """Read questions and judgements.

    Args:
        split: which file of `qrels/`; where there is only one, it needs no name. A `qrels.tsv` beside the queries is
            taken too.

    Raises:
        EvalError: a file is missing, or one has a malformed line; the message names file and line.
    """
    relevant = _read_qrels(_qrels_file(folder, split))
    questions = []
    for where, query in json_objects(folder / QUERIES):
        if not isinstance(query.get("_id"), str) or not isinstance(query.get("text"), str):
            raise EvalError(f"{where}: expected the keys `_id` and `text`, found {', '.join(query) or 'none'}")
        metadata = query.get("metadata") or {}
        label = read_label(metadata, where) if "outcome" in metadata else None
        questions.append(question_from(query["_id"], query["text"], relevant.get(query["_id"], {}), label, where))
    return tuple(questions)


def _qrels_file(folder: Path, split: str | None) -> Path:
    if split is not None:
        return folder / "qrels" / f"{split}.tsv"
    found = [*sorted((folder / "qrels").glob("*.tsv")), *folder.glob("qrels.tsv")]
    if len(found) != 1:
        names = ", ".join(file.stem for file in found) or "none"
        raise EvalError(f"{folder}: expected one file of judgements in qrels/, found {names}; choose with --split")
    return found[0]


def _read_qrels(file: Path) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for place, (where, line) in enumerate(lines_of(file)):
        match line.split("\t"):
            case [*header] if place == 0 and tuple(header) == _HEADER:
                continue
            case [question, section, grade] if grade.lstrip("-").isdecimal():
                relevant.setdefault(question, {})[section] = int(grade)
            case _:
                raise EvalError(f"{where}: expected query-id, corpus-id, score with tabs; found {line[:80]!r}")
    return relevant
