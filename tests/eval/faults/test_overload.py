"""Overload, a few seconds long, on a real server."""

from eval.faults.options import Options
from eval.faults.overload import overload


def test_what_is_taken_is_answered_and_the_rest_is_refused(options: Options) -> None:
    result = overload(options)
    figures = {name: value for name, value in result.figures.items() if not isinstance(value, str)}
    assert figures["lost"] == 0, result.found
    assert figures["answered"]
    assert figures["refused"]
    assert figures["answered"] + figures["refused"] == figures["requests"]
    assert figures["normal_after_seconds"] is not None
    assert figures["refusal_p99_ms"] is not None
