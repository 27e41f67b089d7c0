"""What went wrong with a question, in words, and how badly."""

from eval.records import Record
from eval.slices import rank_of

_DEPTH = 10


def faults_of(record: Record) -> list[str]:
    """What went wrong, in words; nothing where all is well or no claim was made."""
    question, shown = record.question, record.shown
    if shown is None:
        return [f"failed: {record.error}"]
    faults = []
    if question.answerable:
        rank = rank_of(record)
        if rank is None:
            faults.append("no relevant section shown")
        elif rank > 1:
            faults.append(f"first relevant section at rank {rank}")
        if shown.outcome in ("other_chapter", "no_match"):
            faults.append(f"refused ({shown.outcome}), though the guide answers it")
    elif shown.outcome == "answered":
        faults.append("answered, though the guide doesn't answer it")
    elif question.chapter and shown.outcome == "other_chapter" and shown.chapter != question.chapter:
        faults.append(f"sent to chapter {shown.chapter} instead of {question.chapter}")
    return faults


def severity(record: Record) -> float:
    """How bad it is, from 0: a failure, then an answer to what can't be answered, then what stands far down."""
    question, shown = record.question, record.shown
    if shown is None:
        return 4.0
    if not faults_of(record):
        return 0.0
    if not question.answerable:
        return 2.0 + (shown.confidence or 0.0) if shown.outcome == "answered" else 0.1
    rank = rank_of(record)
    refused = 0.5 if shown.outcome in ("other_chapter", "no_match") else 0.0
    return refused + 1 - 1 / min(rank or _DEPTH * 2, _DEPTH * 2)


def worst(records: tuple[Record, ...], count: int) -> list[Record]:
    """The questions that went worst, at most `count`, the worst first."""
    wrong = [record for record in records if severity(record) > 0]
    return sorted(wrong, key=lambda record: (-severity(record), record.question.id))[:count]
