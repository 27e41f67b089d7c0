"""The page and the tables of a run."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from rich.console import Console

from eval.bench.charts import drawings, nice_ticks
from eval.bench.measured import ENCODER, HTTP, TXTAI, Measured
from eval.bench.page import page_of
from eval.bench.results import sum_up
from eval.bench.table import print_results


@pytest.fixture
def page(measured: Measured) -> str:
    return page_of(sum_up(measured, 0.7, {"started": "2021-08-01", "versions": {"<b>": "1 & 2"}}), drawings(measured))


def test_page_needs_nothing_from_outside(page: str) -> None:
    assert not re.search(r"<(?:script|link|img|iframe)\b|@import|url\(|https?:", page)
    assert all(target.startswith("#") for target in re.findall(r'(?:href|src)="([^"]*)"', page))


def test_page_draws_each_system_within_the_frame(page: str, measured: Measured) -> None:
    charts = [ElementTree.fromstring(svg) for svg in re.findall(r'<svg viewBox="0 0 420.*?</svg>', page, re.DOTALL)]
    assert len(charts) == len(drawings(measured)) == 5
    for chart in charts:
        lines = chart.findall("polyline")
        assert lines
        points = [tuple(map(float, point.split(","))) for line in lines for point in line.attrib["points"].split()]
        assert all(0 <= x <= 420 and 0 <= y <= 300 for x, y in points)
    assert len(charts[0].findall("polyline")) == 4


def test_page_escapes_what_it_is_given(page: str) -> None:
    assert "&lt;b&gt; 1 &amp; 2" in page
    assert "<b> 1" not in page


def test_tables_give_pairs_bars_and_what_is_missing(measured: Measured) -> None:
    without_txtai = replace(
        measured,
        txtai=None,
        closed={
            callers: {name: one for name, one in series.items() if name != TXTAI}
            for callers, series in measured.closed.items()
        },
    )
    said = []
    for one in (measured, without_txtai):
        console = Console(width=180, force_terminal=False)
        with console.capture() as captured:
            print_results(sum_up(one, 0.7, {}), console)
        said.append(captured.get())
    assert re.search(r"HTTP +1 caller +1\.20 \[1\.20 – 1\.20\] × bare encoder", said[0])
    assert "0.30 [0.30 – 0.30] × txtai's server" in said[0]
    assert re.search(r"HTTP throughput at 16 callers ÷ the bare encoder's +≥ 0\.9 × +0\.83 +not reached", said[0])
    assert "pip install torch==2.13.0 'txtai[api]==9.14.0'" in said[1]
    assert "txtai[api]" not in said[0]


def test_generator_share_is_of_the_time_that_it_worked(measured: Measured) -> None:
    rows = {(row.scenario, row.system): row for row in sum_up(measured, 0.7, {}).rows}
    assert rows["1 caller", HTTP].generator_share == pytest.approx(0.002 / 0.072)
    assert rows["1 caller", ENCODER].generator_share is None


@pytest.mark.parametrize(
    ("top", "ticks"),
    [(0.95, (0, 0.2, 0.4, 0.6, 0.8)), (6, (0, 1, 2, 3, 4, 5, 6)), (130, (0, 25, 50, 75, 100, 125))],
)
def test_ticks_are_round(top: float, ticks: tuple[float, ...]) -> None:
    assert nice_ticks(top) == pytest.approx(ticks)
