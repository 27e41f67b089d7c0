"""All figures of a run, and the object that `--json` prints."""

import json
import math

from eval.judged import judge
from eval.measures.catalogue import MEASURES
from eval.records import Record
from eval.summary import Summary, summarise
from tests.eval.conftest import DevRun, QuestionMaker, RecordMaker


def _summary(records: list[Record]) -> Summary:
    return summarise(records, judge(records), "mine")


def test_the_object_has_exactly_the_agreed_form(dev_run: DevRun) -> None:
    printed = dev_run.invoked.json
    assert list(printed) == ["split", "n", "index", "model", "measures", "intervals", "slices"]
    assert (printed["split"], printed["n"]) == ("dev", len(dev_run.run.records))
    assert list(printed["measures"]) == list(printed["intervals"]) == list(MEASURES)
    for one in printed["slices"].values():
        assert list(one) == ["n", "success@1", "interval"]


def test_slices_cover_kinds_languages_tags_and_sections(dev_run: DevRun) -> None:
    names = dev_run.invoked.json["slices"]
    assert {name.partition("=")[0] for name in names} == {"kind", "lang", "tag", "section"}
    kinds = [one["n"] for name, one in names.items() if name.startswith("kind=")]
    answerable = sum(record.question.answerable for record in dev_run.run.records)
    assert sum(kinds) == answerable


def test_every_interval_holds_its_figure(dev_run: DevRun) -> None:
    for name, one in dev_run.run.summary.measures.items():
        if one.value is not None:
            low, high = one.interval or (math.nan, math.nan)
            assert low <= one.value <= high, name


def test_what_has_no_data_is_null_and_not_a_figure(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    summary = _summary([make_record(make_question(relevant={"1.1": 3}), ["1.1"])])
    printed = json.loads(json.dumps(summary.as_object(), allow_nan=False))
    assert printed["measures"]["success@1"] == 1
    for name in ("AUROC", "AURC", "false_answers", "facts", "facts_all", "quotes_verbatim", "links_right"):
        assert printed["measures"][name] is None, name
        assert printed["intervals"][name] is None, name
    assert summary.expected_calibration_error is None
    assert summary.worst_variant.value is None


def test_a_slice_without_answerable_questions_has_no_success(
    make_question: QuestionMaker, make_record: RecordMaker
) -> None:
    records = [make_record(make_question("q1", {"1.1": 3}), ["1.1"]), make_record(make_question("q2", tags=["close"]))]
    assert "tag=close" not in _summary(records).as_object()["slices"]


def test_the_worst_wording_decides_over_groups(make_question: QuestionMaker, make_record: RecordMaker) -> None:
    records = [
        make_record(make_question(f"{group}{number}", {"1.1": 3}, group=group), ["1.1" if right else "1.2", "1.1"])
        for group, number, right in (("a", 1, True), ("a", 2, True), ("b", 1, True), ("b", 2, False))
    ]
    summary = _summary(records)
    assert summary.measures["success@1"].value == 0.75
    assert (summary.worst_variant.value, summary.worst_variant.n) == (0.5, 2)
