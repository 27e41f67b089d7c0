"""TREC form: `topics.tsv` (id, text), `qrels.txt` (id, 0, section, grade), `run.trec`; the rest in `labels.jsonl`.

qrels and runs are as trec_eval reads them (Voorhees and Harman, "TREC: Experiment and Evaluation in Information
Retrieval", 2005). They know nothing of kinds, groups or facts: `labels.jsonl` carries what else a question's label
says, so that nothing is lost on the way back; without it, questions of another origin get plain labels.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from eval.errors import EvalError
from eval.exchange.files import json_lines, json_objects, lines_of, write_lines
from eval.exchange.labels import Label, label_of, question_from, read_label
from eval.measures.retrieval import strictly_falling
from eval.records import Record
from search.questions import Question

TOPICS, QRELS, LABELS = "topics.tsv", "qrels.txt", "labels.jsonl"


def run_lines(records: Iterable[Record], tag: str) -> Iterator[str]:
    """The lines of a run: `question Q0 section rank score tag`, scores strictly falling."""
    tag = "-".join(tag.split()) or "run"
    for record in records:
        if record.shown is None:
            continue
        ranking = strictly_falling([(result.section, result.score) for result in record.shown.results])
        for rank, (section, score) in enumerate(ranking, 1):
            yield f"{record.question.id} Q0 {section} {rank} {score!r} {tag}\n"


def export_trec(questions: Sequence[Question], folder: Path) -> list[Path]:
    """Write questions and judgements; gives the files.

    Raises:
        EvalError: an id holds white space, or a text a tab or a line break, which the form can't carry.
    """
    for question in questions:
        if question.id.split() != [question.id]:
            raise EvalError(f"question id {question.id!r} holds white space; TREC files separate their fields by it")
        if len(question.text.splitlines()) != 1 or "\t" in question.text:
            raise EvalError(f"question {question.id}: its text holds a tab or a line break; export it as BEIR instead")
    return [
        write_lines(folder / TOPICS, (f"{question.id}\t{question.text}" for question in questions)),
        write_lines(
            folder / QRELS,
            (
                f"{question.id} 0 {section} {grade}"
                for question in questions
                for section, grade in question.relevant.items()
            ),
        ),
        write_lines(
            folder / LABELS,
            json_lines({"id": question.id, **label_of(question).model_dump()} for question in questions),
        ),
    ]


def import_trec(folder: Path) -> tuple[Question, ...]:
    """Read questions and judgements.

    Raises:
        EvalError: a file is missing or has a malformed line; the message names file and line.
    """
    relevant = _read_qrels(folder / QRELS)
    labels = _read_labels(folder / LABELS) if (folder / LABELS).exists() else {}
    questions = []
    for where, line in lines_of(folder / TOPICS):
        identity, tab, text = line.partition("\t")
        if not tab:
            raise EvalError(f"{where}: expected id, tab, text; found {line[:80]!r}")
        questions.append(question_from(identity, text, relevant.get(identity, {}), labels.get(identity), where))
    return tuple(questions)


def _read_qrels(file: Path) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for where, line in lines_of(file):
        match line.split():
            case [question, _, section, grade] if grade.lstrip("-").isdecimal():
                relevant.setdefault(question, {})[section] = int(grade)
            case _:
                raise EvalError(f"{where}: expected question, 0, section, grade; found {line[:80]!r}")
    return relevant


def _read_labels(file: Path) -> dict[str, Label]:
    labels = {}
    for where, data in json_objects(file):
        identity = data.pop("id", "")
        labels[identity] = read_label(data, where)
    return labels
