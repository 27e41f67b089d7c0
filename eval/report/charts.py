"""Charts as geometry: where lines, dots and ticks lie in a drawing; the template draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.measures.calibration.reliability import ReliabilityBin
from eval.measures.calibration.risk_coverage import CurvePoint

WIDTH, HEIGHT = 420, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 12, 42
_BIGGEST_DOT, _SMALLEST_DOT = 14.0, 3.0
_STEPS = (0.05, 0.1, 0.2)
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick of an axis: its place in the drawing and its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot with the words that explain it; `label` is drawn beside it."""

    x: float
    y: float
    radius: float
    title: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of `WIDTH` by `HEIGHT`; `lines` are points for SVG, each with a style's name."""

    title: str
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[tuple[str, str], ...] = ()
    dots: tuple[Dot, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM


def risk_coverage_chart(
    curve: Sequence[CurvePoint], other: Sequence[CurvePoint] = (), answered: tuple[float, float] | None = None
) -> Chart:
    """The curve, the other run's behind it, and a dot where the thresholds answer now (coverage, risk)."""
    risks = [point.risk for point in (*curve, *other)] + ([answered[1]] if answered else [])
    top = max(0.1, min(1.0, max(risks, default=0.1) * 1.1))
    dots: tuple[Dot, ...] = ()
    if answered:
        coverage, risk = answered
        dots = (
            Dot(
                x(coverage),
                y(risk, top),
                5,
                f"answered now: coverage {coverage:.3f}, risk {risk:.3f}",
                f"answered now ({coverage:.0%}, risk {risk:.0%})",
            ),
        )
    lines = [("other", _points(other, top))] if other else []
    return Chart(
        title="Risk by coverage: wrong first sections among the most confident share of questions",
        x_label="coverage",
        y_label="risk",
        x_ticks=_ticks(1.0, x),
        y_ticks=_ticks(top, lambda value: y(value, top)),
        lines=(*lines, ("main", _points(curve, top))),
        dots=dots,
    )


def reliability_chart(bins: Sequence[ReliabilityBin]) -> Chart:
    """A dot a bin, its size by number of questions, against the diagonal where confidences mean what they say."""
    most = max((part.n for part in bins), default=1)
    return Chart(
        title="Reliability: how many questions of like confidence the guide answers",
        x_label="mean confidence",
        y_label="share answerable",
        x_ticks=_ticks(1.0, x),
        y_ticks=_ticks(1.0, y),
        lines=(("ideal", f"{x(0):.1f},{y(0):.1f} {x(1):.1f},{y(1):.1f}"),),
        dots=tuple(
            Dot(
                x(part.confidence),
                y(part.answerable),
                max(_SMALLEST_DOT, _BIGGEST_DOT * (part.n / most) ** 0.5),
                f"{part.n} questions of confidence {part.low:.1f} to {part.high:.1f}: mean {part.confidence:.2f}, "
                f"{part.answerable:.2f} answerable",
            )
            for part in bins
        ),
    )


def x(share: float) -> float:
    """Where a share from 0 to 1 lies from the left."""
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def y(value: float, top: float = 1.0) -> float:
    """Where a value from 0 to `top` lies from above."""
    return HEIGHT - _BOTTOM - value / top * (HEIGHT - _TOP - _BOTTOM)


def _points(curve: Sequence[CurvePoint], top: float) -> str:
    return " ".join(f"{x(point.coverage):.1f},{y(point.risk, top):.1f}" for point in curve)


def _ticks(top: float, place: Callable[[float], float]) -> tuple[Tick, ...]:
    step = next((step for step in _STEPS if top / step <= _MOST_TICKS), _STEPS[-1])
    count = int(top / step + 1e-9)
    return tuple(Tick(place(index * step), f"{index * step:.2f}".rstrip("0").rstrip(".")) for index in range(count + 1))
