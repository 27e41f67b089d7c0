"""The bars that the project wants to reach, and whether a run reached them."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

Verdict = Literal["reached", "not reached", "not measured"]


class Bar(BaseModel):
    """A bar: a figure that is to be at most, or at least, something."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    figure: str
    says: str
    at_most: float | None = None
    at_least: float | None = None
    unit: str = ""

    @model_validator(mode="after")
    def _one_bound(self) -> "Bar":
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError(f"bar {self.figure!r}: expected either `at_most` or `at_least`")
        return self

    @property
    def bound(self) -> str:
        """The bound in words."""
        sign, value = ("≤", self.at_most) if self.at_most is not None else ("≥", self.at_least)
        return f"{sign} {value:g} {self.unit}".rstrip()

    def judge(self, value: float | None) -> Verdict:
        """Whether a figure reaches it."""
        if value is None:
            return "not measured"
        reached = value <= self.at_most if self.at_most is not None else value >= (self.at_least or 0.0)
        return "reached" if reached else "not reached"


class Judged(BaseModel):
    """A bar with what was measured."""

    model_config = ConfigDict(frozen=True)

    bar: Bar
    value: float | None
    verdict: Verdict


def read_bars(package: str = "eval.bench") -> tuple[Bar, ...]:
    """The bars of a package's `bars.toml`, in order."""
    data = tomllib.loads((files(package) / "bars.toml").read_text(encoding="utf-8"))
    return tuple(Bar.model_validate(bar) for bar in data["bars"])


def judge_all(bars: tuple[Bar, ...], figures: Mapping[str, float | None]) -> tuple[Judged, ...]:
    """Each bar with its figure.

    Raises:
        KeyError: a bar names a figure that doesn't exist.
    """
    return tuple(Judged(bar=bar, value=figures[bar.figure], verdict=bar.judge(figures[bar.figure])) for bar in bars)
