"""Charts: where things lie in the drawing."""

import pytest

from eval.measures.calibration.reliability import ReliabilityBin
from eval.measures.calibration.risk_coverage import CurvePoint
from eval.report.charts import reliability_chart, risk_coverage_chart, x, y

CURVE = [CurvePoint(0.9, 0.25, 0.0), CurvePoint(0.5, 1.0, 0.5)]


def test_the_curve_runs_from_left_to_right_within_the_frame() -> None:
    chart = risk_coverage_chart(CURVE)
    ((style, points),) = chart.lines
    places = [tuple(map(float, point.split(","))) for point in points.split()]
    assert style == "main"
    assert places[0] == pytest.approx((x(0.25), chart.bottom), abs=0.1)
    assert places[1][0] == pytest.approx(chart.right, abs=0.1)
    assert chart.top <= places[1][1] <= chart.bottom


def test_the_other_run_is_drawn_behind_and_widens_the_scale() -> None:
    chart = risk_coverage_chart(CURVE, other=[CurvePoint(0.5, 1.0, 0.9)])
    assert [style for style, _ in chart.lines] == ["other", "main"]
    assert max(float(tick.label) for tick in chart.y_ticks) >= 0.8


def test_where_the_thresholds_answer_is_marked() -> None:
    (dot,) = risk_coverage_chart(CURVE, answered=(0.4, 0.1)).dots
    assert dot.x == pytest.approx(x(0.4))
    assert dot.label == "answered now (40%, risk 10%)"


def test_a_small_risk_has_a_fine_scale() -> None:
    chart = risk_coverage_chart([CurvePoint(0.5, 1.0, 0.02)])
    assert [tick.label for tick in chart.y_ticks] == ["0", "0.05", "0.1"]


def test_dots_lie_at_confidence_and_share_and_grow_with_number() -> None:
    chart = reliability_chart([ReliabilityBin(0.0, 0.1, 5, 0.05, 0.2), ReliabilityBin(0.9, 1.0, 500, 0.95, 1.0)])
    small, big = chart.dots
    assert (small.x, small.y) == pytest.approx((x(0.05), y(0.2)))
    assert small.radius < big.radius
    assert "5 questions of confidence 0.0 to 0.1" in small.title
