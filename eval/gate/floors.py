"""`eval/floors.toml`: the figures that must be kept, and how much of a drop is let pass."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.errors import EvalError
from eval.measures.catalogue import MEASURES
from search.validation import first_fault

FLOORS_FILE = Path(__file__).parent.parent / "floors.toml"

Share = Annotated[float, Field(ge=0, le=1)]


class Rule(BaseModel):
    """What one measure is held to.

    Attributes:
        floor, ceiling: the least or the greatest figure that passes.
        margin: a drop up to this passes even if it is significant.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    floor: Share | None = None
    ceiling: Share | None = None
    margin: Share

    def fault(self, value: float | None) -> str | None:
        """Why a figure doesn't pass, or `None` where it does; a figure without data doesn't."""
        if self.floor is not None and (value is None or value < self.floor):
            return f"{_shown(value)} is below the floor of {self.floor}"
        if self.ceiling is not None and (value is None or value > self.ceiling):
            return f"{_shown(value)} is above the ceiling of {self.ceiling}"
        return None


class Floors(BaseModel):
    """`floors.toml`; `alpha` is the level below which a corrected p-value counts as significant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alpha: Share
    measures: Annotated[dict[str, Rule], Field(min_length=1)]

    @model_validator(mode="after")
    def _measures_are_known(self) -> "Floors":
        unknown = sorted(set(self.measures) - set(MEASURES))
        if unknown:
            raise ValueError(f"unknown measure {unknown[0]!r}; known are {', '.join(MEASURES)}")
        return self


def read_floors(file: Path = FLOORS_FILE) -> Floors:
    """Read the file.

    Raises:
        EvalError: it is missing or of another form; the message names the key.
    """
    try:
        return Floors.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise EvalError(f"{file}: can't be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EvalError(f"{file}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise EvalError(f"{file}: {first_fault(error, Floors)}") from error


def _shown(value: float | None) -> str:
    return "no data" if value is None else f"{value:.4f}"
