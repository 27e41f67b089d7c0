"""What a row measured, and which of its bars that reaches."""

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, computed_field

from eval.bench.bars import Bar, Judged, judge_all

Figure = float | str | None


class RowResult(BaseModel):
    """A row that was run.

    Attributes:
        figures: by name; those that a bar names are numbers.
        found: what went wrong, in words, a line each.
    """

    model_config = ConfigDict(frozen=True)

    figures: dict[str, Figure]
    bars: tuple[Judged, ...]
    found: tuple[str, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def held(self) -> bool:
        """Whether every bar was measured and reached."""
        return all(one.verdict == "reached" for one in self.bars)


def row_result(row: str, figures: Mapping[str, Figure], found: Sequence[str] = ()) -> RowResult:
    """Figures judged by the row's bars.

    Raises:
        KeyError: a bar of the row names a figure that isn't there.
    """
    numbers = {name: None if isinstance(figure, str) else figure for name, figure in figures.items()}
    return RowResult(figures=dict(figures), bars=judge_all(bars_of(row), numbers), found=tuple(found))


def bars_of(row: str) -> tuple[Bar, ...]:
    """The bars of a row in `bars.toml`, in order."""
    data = tomllib.loads((files("eval.faults") / "bars.toml").read_text(encoding="utf-8"))
    return tuple(Bar.model_validate(bar) for bar in data[row])
