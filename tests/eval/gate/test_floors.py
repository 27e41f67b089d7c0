"""`floors.toml`: what it says, and what it refuses."""

from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.gate.floors import Rule, read_floors


def test_the_stored_floors_are_of_the_form_and_name_the_main_measures() -> None:
    floors = read_floors()
    assert floors.alpha == 0.05
    assert {"success@1", "MRR@10", "nDCG@10", "AUROC", "false_answers", "false_refusals"} <= set(floors.measures)
    for name, rule in floors.measures.items():
        assert (rule.floor is None) != (rule.ceiling is None), name


def test_a_figure_on_the_floor_passes_and_one_below_does_not() -> None:
    rule = Rule(floor=0.9, margin=0.01)
    assert rule.fault(0.9) is None
    assert rule.fault(0.8999) == "0.8999 is below the floor of 0.9"


def test_a_figure_above_the_ceiling_does_not_pass() -> None:
    rule = Rule(ceiling=0.1, margin=0.01)
    assert rule.fault(0.1) is None
    assert rule.fault(0.2) == "0.2000 is above the ceiling of 0.1"


def test_no_data_does_not_pass() -> None:
    assert Rule(floor=0.0, margin=0.01).fault(None) == "no data is below the floor of 0.0"
    assert Rule(ceiling=1.0, margin=0.01).fault(None) == "no data is above the ceiling of 1.0"
    assert Rule(margin=0.01).fault(None) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("alpha =", "not valid TOML"),
        ("alpha = 0.05", "key `measures` is missing"),
        ("alpha = 0.05\n[measures]\nsuccess = { margin = 0.1 }", "unknown measure 'success'; known are success@1"),
        ('alpha = 0.05\n[measures]\n"MRR@10" = { floor = 2, margin = 0.1 }', "less than or equal to 1"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_key(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "floors.toml").write_text(text)
    with pytest.raises(EvalError, match=r"floors\.toml: ") as error:
        read_floors(tmp_path / "floors.toml")
    assert message in str(error.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="can't be read"):
        read_floors(tmp_path / "none.toml")
