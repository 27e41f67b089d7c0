"""What a report says, put together from a run, ready for any form."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.compare.report import Comparison, compare_runs
from eval.intervals import Estimate
from eval.measures.catalogue import MEASURES, Measure
from eval.records import Record
from eval.report.charts import Chart, reliability_chart, risk_coverage_chart
from eval.report.faults import faults_of, worst
from eval.run.folder import Run, RunConfig
from eval.slices import rank_of, slice_names
from eval.summary import Summary

WORST_SHOWN = 40
SLICE_MEASURES = ("success@1", "success@3", "MRR@10", "recall@5", "false_refusals", "false_answers")
_OUTCOMES = ("answered", "uncertain", "other_chapter", "no_match", "failed")
_EXPECTED = ("answered", "other_chapter", "no_match")
_BLOCKS = {
    "Retrieval, over answerable questions": ("success@1", "success@3", "MRR@10", "nDCG@5", "nDCG@10", "recall@5"),
    "Knowing when not to answer": (
        *("AUROC", "AURC", "false_answers", "false_refusals", "uncertain", "chapter_accuracy"),
    ),
    "Answers and links": (
        *("facts", "facts_all", "citation_precision", "citation_recall", "quotes_verbatim", "links_right"),
        "answer_length",
    ),
}
_SLICES = {"kind": "By kind", "lang": "By language", "tag": "By tag", "section": "By section to read"}


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with its figure."""

    measure: Measure
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class SliceRow:
    """A slice with its figures by measure; `title` says what a section is about."""

    name: str
    title: str
    n: int
    estimates: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class WorstRow:
    """A question that went wrong, with what was shown."""

    record: Record
    faults: Sequence[str]
    rank: int | None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a report says.

    Attributes:
        outcomes: expected outcome, then what was shown, to the number of questions.
        titles: section id to title, of the sections that were shown.
    """

    config: RunConfig
    summary: Summary
    blocks: Mapping[str, Sequence[MeasureRow]]
    slices: Mapping[str, Sequence[SliceRow]]
    outcomes: Mapping[str, Mapping[str, int]]
    worst: Sequence[WorstRow]
    wrong: int
    titles: Mapping[str, str]
    charts: Sequence[Chart]
    comparison: Comparison | None
    comparison_config: RunConfig | None


def content_of(run: Run, other: Run | None = None) -> Content:
    """What a report says of a run; of what changed since another one, where there is one.

    Raises:
        EvalError: the runs have no question in common.
    """
    summary = run.summary
    titles = _titles(run.records)
    return Content(
        config=run.config,
        summary=summary,
        blocks={
            heading: [MeasureRow(MEASURES[name], summary.measures[name]) for name in names]
            for heading, names in _BLOCKS.items()
        },
        slices={heading: _slice_rows(summary, run.records, part, titles) for part, heading in _SLICES.items()},
        outcomes=_outcomes(run.records),
        worst=[WorstRow(record, faults_of(record), rank_of(record)) for record in worst(run.records, WORST_SHOWN)],
        wrong=sum(bool(faults_of(record)) for record in run.records),
        titles=titles,
        charts=_charts(run, summary, other),
        comparison=compare_runs(other, run) if other else None,
        comparison_config=other.config if other else None,
    )


def _slice_rows(summary: Summary, records: Sequence[Record], part: str, titles: Mapping[str, str]) -> list[SliceRow]:
    sizes = Counter(name for record in records for name in slice_names(record.question))
    return [
        SliceRow(value, titles.get(value, "") if part == "section" else "", sizes[name], estimates)
        for name, estimates in summary.slices.items()
        for head, _, value in [name.partition("=")]
        if head == part
    ]


def _titles(records: Sequence[Record]) -> dict[str, str]:
    return {
        result.section: result.title
        for record in records
        if record.shown
        for result in record.shown.results
        if result.title
    }


def _outcomes(records: Sequence[Record]) -> dict[str, dict[str, int]]:
    """Empty for a system without outcomes."""
    if not any(record.shown and record.shown.outcome for record in records):
        return {}
    counted: Counter[tuple[str, str]] = Counter(
        (record.question.outcome, (record.shown.outcome or "failed") if record.shown else "failed")
        for record in records
    )
    return {expected: {shown: counted[expected, shown] for shown in _OUTCOMES} for expected in _EXPECTED}


def _charts(run: Run, summary: Summary, other: Run | None) -> list[Chart]:
    if not summary.risk_coverage:
        return []
    behind = other.summary.risk_coverage if other else ()
    return [
        risk_coverage_chart(summary.risk_coverage, behind, _answered_now(run)),
        reliability_chart(summary.reliability),
    ]


def _answered_now(run: Run) -> tuple[float, float] | None:
    """Coverage and risk of the questions that were answered."""
    answered = np.array([bool(record.shown and record.shown.outcome == "answered") for record in run.records])
    if not answered.any():
        return None
    loss = run.judged.values["AURC"][:, 1]
    return float(answered.mean()), float(loss[answered].mean())
