"""JUnit XML: a case a question."""

from pathlib import Path
from xml.etree import ElementTree

from eval.report.junit import junit
from eval.run.folder import Run
from tests.eval.conftest import QuestionMaker, RecordMaker
from tests.eval.run.test_folder import CONFIG


def test_wrong_questions_are_failures_and_failed_ones_errors(
    make_question: QuestionMaker, make_record: RecordMaker, tmp_path: Path
) -> None:
    records = (
        make_record(make_question("q1", {"1.1": 3}, kind="typo"), ["1.1"]),
        make_record(make_question("q2", {"1.1": 3}, text="a < b & \x07 c"), ["1.2", "1.1"]),
        make_record(make_question("q3", {"1.1": 3}), None),
    )
    suite = ElementTree.fromstring(junit(Run(tmp_path, CONFIG, records)))
    assert [suite.get(key) for key in ("name", "tests", "failures", "errors")] == ["mine", "3", "1", "1"]
    first, second, third = suite
    assert first.get("classname") == "mine.typo"
    assert list(first) == []
    assert second.get("name") == "q2: a < b &  c"
    assert second[0].tag == "failure"
    assert second[0].get("message") == "first relevant section at rank 2"
    assert third[0].tag == "error"
