"""A hundred swaps under load: no request fails, and none mixes two builds."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import pytest

from search.published import point_current_at
from tests.api.server_process import ServerProcess, server_process
from tests.api.swap_load import Heard, asking, bodies
from tests.conftest import TwoBuilds

_SWAPS = 100
_CALLERS = 4
_SECONDS_BETWEEN = 0.4
_SECONDS_UNDISTURBED = 4.0


@pytest.fixture
def two_workers(two_builds: TwoBuilds, tmp_path: Path) -> Iterator[ServerProcess]:
    """A server of two processes that keeps no responses, so that every question is searched for."""
    log = tmp_path / "log"
    with server_process(two_builds.var, log, None, workers="2", cache="0", threads="1", watch_seconds="0.1") as server:
        yield server


@pytest.mark.timeout(600)
def test_no_request_fails_or_mixes_builds_during_a_hundred_swaps(
    two_builds: TwoBuilds, two_workers: ServerProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    builds, index = (two_builds.first, two_builds.second), two_builds.index
    with two_workers.client() as client:
        expected = {}
        for build in builds:
            point_current_at(index, build)
            assert _serving(two_workers) == {build}
            expected[build] = bodies(client)
    assert all(expected[builds[0]][question] != body for question, body in expected[builds[1]].items())

    with asking(two_workers.client, expected, _CALLERS) as undisturbed:
        time.sleep(_SECONDS_UNDISTURBED)
    begun = _swaps(two_workers)
    deadline = time.monotonic() + 200
    flips = 0
    with asking(two_workers.client, expected, _CALLERS) as heard:
        while (done := _swaps(two_workers) - begun) < _SWAPS:
            assert time.monotonic() < deadline, f"{done} swaps only"
            for _ in range(8):
                point_current_at(index, builds[flips % 2])
                flips += 1
                time.sleep(_SECONDS_BETWEEN)
    with capsys.disabled():
        sys.stdout.write(f"\nwithout swaps: {_figures(undisturbed)}\n{done} swaps: {_figures(heard)}\n")
    assert heard.failed == []
    assert heard.wrong == []
    assert set(heard.builds) == set(builds)
    assert min(heard.builds.values()) > 0.1 * len(heard.seconds)


def _figures(heard: Heard) -> str:
    """Requests, what failed or mixed builds, and how long the others took."""
    middle, late = (quantiles(heard.seconds, n=100)[place] * 1000 for place in (49, 98))
    lost = f"{len(heard.failed)} failed, {len(heard.wrong)} mixed"
    return f"{len(heard.seconds)} requests, {lost}; p50 {middle:.0f} ms, p99 {late:.0f} ms"


def _serving(server: ServerProcess) -> set[object]:
    return {said["now"] for said in server.reloads().values()}


def _swaps(server: ServerProcess) -> int:
    return sum(int(str(said["swaps"])) for said in server.reloads().values())
