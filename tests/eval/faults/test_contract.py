"""What is made of Schemathesis' report, and how questions are left out that it reads otherwise than Unicode."""

from typing import Any

import pytest

from eval.faults.contract import read_report
from eval.faults.schemathesis_hooks import filter_body

REPORT: dict[str, Any] = {
    "complete": True,
    "operations": {"tested": 1},
    "test_cases": {"generated": 12, "errored": 0},
    "failures": [],
    "errors": [],
}


def test_failures_are_counted_by_kind_and_told() -> None:
    failure = {"type": "ServerError", "title": "Server error", "count": 2}
    checked = read_report(REPORT | {"failures": [failure]}, "GET /v1/search")
    assert (checked.cases, checked.broken) == (12, {"ServerError": 2})
    assert checked.told == ("GET /v1/search: 2 × Server error",)
    assert read_report(REPORT, "GET /v1/search").broken == {}


@pytest.mark.parametrize(
    "change",
    [
        {"complete": False},
        {"operations": {"tested": 0}},
        {"errors": [{}]},
        {"test_cases": {"generated": 1, "errored": 3}},
    ],
)
def test_what_was_not_finished_holds_nothing(change: dict[str, Any]) -> None:
    assert read_report(REPORT | change, "GET /v1/search").broken["Unfinished"] >= 1


@pytest.mark.parametrize(
    ("question", "kept"), [("картка", True), ("", True), ("\x01 ", True), ("\U000ac440", False), ("\u00ad", False)]
)
def test_only_questions_that_are_read_alike_are_sent(question: str, kept: bool) -> None:
    assert filter_body(None, {"q": question}) is kept
    assert filter_body(None, [question])
