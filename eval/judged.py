"""A run against its labels: per measure, the value of each question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.aggregate import Array
from eval.measures.answers import citation_precision, citation_recall, facts_shown, links_right
from eval.measures.catalogue import MEASURES
from eval.measures.refusals import false_answer, false_refusal, right_chapter, uncertain
from eval.measures.retrieval import retrieval_values
from eval.records import Record, Shown
from search.questions import Question


@dataclass(frozen=True)
class Judged:
    """What the measures say of each question of a run.

    Attributes:
        ids, groups: a question a place.
        values: measure name to shape `(n, columns)`; NaN where a measure says nothing of a question.
    """

    ids: tuple[str, ...]
    groups: tuple[str, ...]
    values: Mapping[str, Array]

    def take(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> "Judged":
        """The same for some of the questions, by place or by mask."""
        places = np.arange(len(self.ids))[chosen]
        return Judged(
            ids=tuple(self.ids[place] for place in places),
            groups=tuple(self.groups[place] for place in places),
            values={name: values[places] for name, values in self.values.items()},
        )


@dataclass(frozen=True, slots=True)
class _Abilities:
    """What a system does at all: what it never does is no data, not a fault of each question."""

    outcomes: bool
    confidence: bool
    answers: bool

    @classmethod
    def of(cls, records: Sequence[Record]) -> "_Abilities":
        shown = [record.shown for record in records if record.shown is not None]
        return cls(
            outcomes=any(one.outcome is not None for one in shown),
            confidence=any(one.confidence is not None for one in shown),
            answers=any(one.answer is not None for one in shown),
        )


def judge(records: Sequence[Record]) -> Judged:
    """Judge a run.

    A question that failed counts as wrong: 0 in each retrieval measure, a false answer or a false refusal by its
    label, and the worst confidence (0 for an answerable question, 1 for an unanswerable one).
    """
    abilities = _Abilities.of(records)
    single = _retrieval(records)
    for record in records:
        for name, value in _own_values(record, abilities).items():
            single.setdefault(name, []).append(np.nan if value is None else value)
    values = {name: np.array(column, dtype=np.float64)[:, None] for name, column in single.items()}
    confidence = np.array([_confidence(record, abilities) for record in records])
    answerable = np.array([float(record.question.answerable) for record in records])
    loss = 1 - np.nan_to_num(values["success@1"][:, 0])
    values["AUROC"] = np.stack([confidence, answerable], axis=1)
    values["AURC"] = np.stack([confidence, loss], axis=1)
    return Judged(
        ids=tuple(record.question.id for record in records),
        groups=tuple(record.question.group for record in records),
        values={name: values[name] for name in MEASURES},
    )


def _retrieval(records: Sequence[Record]) -> dict[str, list[float]]:
    """Retrieval measures over answerable questions, NaN for the others."""
    values = retrieval_values(
        {
            record.question.id: [(result.section, result.score) for result in record.shown.results]
            for record in records
            if record.shown is not None
        },
        {record.question.id: record.question.relevant for record in records if record.question.answerable},
    )
    return {name: [by_id.get(record.question.id, np.nan) for record in records] for name, by_id in values.items()}


def _own_values(record: Record, abilities: _Abilities) -> dict[str, float | None]:
    """The measures that look at one question alone."""
    question, shown = record.question, record.shown
    values = dict.fromkeys(_ANSWERS, None) if not abilities.answers else _answer_values(question, shown)
    outcome = shown.outcome if shown else None
    chapter = shown.chapter if shown else None
    judged = abilities.outcomes
    return {
        **values,
        "false_answers": false_answer(question, outcome) if judged else None,
        "false_refusals": false_refusal(question, outcome) if judged else None,
        "uncertain": uncertain(outcome) if judged else None,
        "chapter_accuracy": right_chapter(question, outcome, chapter) if judged else None,
        "quotes_verbatim": _quotes_verbatim(shown),
        "links_right": links_right(shown.first_links.shown, shown.first_links.printed)
        if shown and shown.first_links
        else None,
    }


_ANSWERS = ("facts", "facts_all", "citation_precision", "citation_recall", "answer_length")


def _answer_values(question: Question, shown: Shown | None) -> dict[str, float | None]:
    """The measures of a given answer; citations are judged for answerable questions, which have sections to cite."""
    values: dict[str, float | None] = dict.fromkeys(_ANSWERS)
    answer = shown.answer if shown else None
    if question.facts:
        values["facts_all"] = 0.0
    if answer is None:
        return values
    values["answer_length"] = float(len(answer.text))
    if question.facts:
        values["facts"] = values["facts_all"] = facts_shown(question.facts, answer.text)
    quoted = [quote.section for quote in answer.quotes]
    if question.answerable:
        values["citation_precision"] = citation_precision(quoted, question.relevant) if quoted else 0.0
        values["citation_recall"] = citation_recall(quoted, question.relevant, multi="multi" in question.tags)
    return values


def _quotes_verbatim(shown: Shown | None) -> float | None:
    """The share of quotes, of answer and pointer, that are the guide's own text; `None` where nothing is quoted."""
    if shown is None:
        return None
    quotes = [*(shown.answer.quotes if shown.answer else ()), *((shown.pointer_quote,) if shown.pointer_quote else ())]
    return sum(quote.verbatim for quote in quotes) / len(quotes) if quotes else None


def _confidence(record: Record, abilities: _Abilities) -> float:
    if not abilities.confidence:
        return np.nan
    if record.shown is None:
        return 0.0 if record.question.answerable else 1.0
    return np.nan if record.shown.confidence is None else record.shown.confidence
