"""A target of fuzzing, and what targets are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.corpus import Corpus
from search.engine import Engine

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@dataclass(frozen=True, slots=True)
class Material:
    """The real guide and the published build's engine."""

    corpus: Corpus
    engine: Engine


@dataclass(frozen=True, slots=True)
class Trial:
    """Inputs, and a check that raises where the property doesn't hold."""

    inputs: "SearchStrategy[Any]"
    check: Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Target:
    """A target.

    Attributes:
        inputs: how many are tried where all of them are.
    """

    name: str
    inputs: int
    make: Callable[[Material], Trial]
