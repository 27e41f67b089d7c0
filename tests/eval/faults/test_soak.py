"""The soak, a few seconds long, on a real server."""

from dataclasses import replace

from eval.faults.options import Options
from eval.faults.soak import soak


def test_builds_come_and_go_under_load_and_nothing_fails(options: Options) -> None:
    result = soak(replace(options, minutes=0.15))
    figures = result.figures
    assert figures["errors"] == 0, result.found
    assert figures["swaps"] == 6
    assert isinstance(figures["requests"], int | float)
    assert figures["requests"] > 100
    assert {one.bar.figure for one in result.bars if one.verdict != "not measured"} == {
        "errors",
        "memory_growth",
        "p99_drift",
    }
