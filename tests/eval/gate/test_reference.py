"""The reference run: small, readable, and as good as the run itself."""

import json
from pathlib import Path

import numpy as np
import pytest

from eval.errors import EvalError
from eval.gate.reference import REFERENCE_FILE, read_reference, reference_of, write_reference
from eval.judged import judge
from tests.eval.conftest import DevRun, without_answers


def test_a_reference_reads_as_it_was_written(dev_run: DevRun, tmp_path: Path) -> None:
    reference = reference_of(dev_run.run)
    write_reference(reference, tmp_path / "reference" / "dev.json")
    assert read_reference(tmp_path / "reference" / "dev.json") == reference


def test_a_reference_has_the_values_of_its_run(dev_run: DevRun) -> None:
    records = dev_run.run.records
    expected, found = judge(records), reference_of(dev_run.run).judged()
    assert found.ids == expected.ids
    assert found.groups == expected.groups
    for name, values in expected.values.items():
        np.testing.assert_allclose(found.values[name], values, atol=1e-6, err_msg=name)


def test_a_measure_that_the_reference_does_not_know_has_no_values_there(dev_run: DevRun) -> None:
    reference = reference_of(without_answers(dev_run.run))
    assert "facts" not in reference.columns
    assert np.isnan(reference.judged().values["facts"]).all()


def test_a_reference_is_small_with_a_line_a_question(dev_run: DevRun, tmp_path: Path) -> None:
    write_reference(reference_of(dev_run.run), tmp_path / "dev.json")
    text = (tmp_path / "dev.json").read_text(encoding="utf-8")
    assert len(text) < 250 * len(dev_run.run.records)
    assert len(text.splitlines()) == len(dev_run.run.records) + 2
    assert json.loads(text)["split"] == "dev"


def test_a_run_has_not_changed_since_itself(dev_run: DevRun) -> None:
    assert reference_of(dev_run.run).changes(dev_run.run.records) == []


def test_the_stored_reference_is_of_the_form() -> None:
    reference = read_reference(REFERENCE_FILE)
    assert reference.split == "dev"
    assert len(reference.rows) >= 400


@pytest.mark.parametrize(("text", "message"), [(None, "can't be read"), ("{}", "key `split` is missing")])
def test_a_reference_that_cannot_be_read_says_how_to_write_it(text: str | None, message: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "dev.json").write_text(text)
    with pytest.raises(EvalError, match=f"{message}.*dovidnyk eval gate --accept"):
        read_reference(tmp_path / "dev.json")
