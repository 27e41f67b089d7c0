"""The bars and their verdicts."""

import pytest
from pydantic import ValidationError

from eval.bench.bars import Bar, read_bars
from eval.bench.measured import Measured
from eval.bench.results import sum_up


def test_every_bar_names_a_figure_and_is_judged(measured: Measured) -> None:
    judged = {one.bar.figure: one for one in sum_up(measured, 0.7, {}).bars}
    assert list(judged) == [bar.figure for bar in read_bars()]
    values = {figure: one.value and round(one.value, 6) for figure, one in judged.items()}
    assert values == {
        "http_p50_to_encoder": 1.2,
        "throughput_to_encoder": round(1 / 1.2, 6),
        "open_p99_to_p50": 3.0,
        "repeated_p50_ms": 1.0,
        "p50_to_txtai": 0.3,
        "throughput_to_txtai": round(1 / 0.3, 6),
        "memory_to_txtai": 0.3,
        "ready_seconds": 2.5,
        "worker_megabytes": 330.0,
        "ingest_seconds": 20.0,
        "seconds_from_nothing": None,
    }
    verdicts = {figure: one.verdict for figure, one in judged.items()}
    assert verdicts.pop("throughput_to_encoder") == "not reached"
    assert verdicts.pop("seconds_from_nothing") == "not measured"
    assert set(verdicts.values()) == {"reached"}


def test_a_bar_itself_is_reached() -> None:
    assert Bar(figure="f", says="", at_most=2, unit="s").judge(2.0) == "reached"
    assert Bar(figure="f", says="", at_least=2, unit="s").judge(2.0) == "reached"
    assert Bar(figure="f", says="", at_least=2, unit="s").judge(1.99) == "not reached"


@pytest.mark.parametrize("bounds", [{}, {"at_most": 1.0, "at_least": 1.0}])
def test_a_bar_has_one_bound(bounds: dict[str, float]) -> None:
    with pytest.raises(ValidationError, match="either `at_most` or `at_least`"):
        Bar.model_validate({"figure": "f", "says": "", "unit": "s", **bounds})
