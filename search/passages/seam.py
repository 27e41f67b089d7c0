"""What search and ingest ask of whatever keeps passages: a folder with FAISS, or a Milvus server.

A passage has a row, its place among the chunks of its build. Of each build the passages are written as a draft,
sealed, and never changed again; publishing makes one sealed build the one to be read, at once and as a whole.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.manifest import VectorsInManifest

Rows = NDArray[np.int64]
Vector = NDArray[np.float32]
Questions = Callable[[], Vector]
"""Gives unit vectors of questions, shape `(number, dimension)`."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What is kept of a passage.

    Attributes:
        row: its place among the chunks of its build.
        chapter: number of its chapter.
        vector: unit vector, shape `(dimension,)`.
        columns: its terms, by their column in the lexical index, each once.
        weights: what each of them adds to its BM25 score, in the same order.
    """

    row: int
    chapter: str
    vector: Vector
    columns: NDArray[np.int32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as passages are searched for it.

    Attributes:
        vector: unit vector, shape `(dimension,)`.
        columns: its terms that the lexical index has, each once.
    """

    vector: Vector
    columns: Sequence[int]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that a question may mean.

    Attributes:
        rows: ascending, each once.
        cosines: of each with the question.
        weights: the BM25 weights of the question's terms in each, added up; 0 where it has none of them.
    """

    rows: Rows
    cosines: Vector
    weights: Vector


@dataclass(frozen=True, slots=True)
class Identity:
    """Which build passages belong to, and what they were made with.

    Attributes:
        inputs: digest of all that the build was made from.
        encoder: id of the encoder of the vectors.
    """

    build: str
    inputs: str
    encoder: str
    dimension: int


class PassageIndex(Protocol):
    """The passages of a sealed build, to be read. Safe to use from many threads."""

    @property
    def count(self) -> int:
        """Number of passages."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def candidates(self, query: Query, limit: int, chapters: Collection[str] | None = None) -> Candidates:
        """The nearest `limit` passages and the `limit` with the greatest weights, together.

        Of equal ones the smaller rows count first. A passage without any term of the query isn't among the latter.

        Args:
            chapters: only passages of these; all where it is `None`.

        Raises:
            PassagesUnavailableError: what keeps them doesn't answer.
        """
        ...

    def vectors(self, start: int, end: int) -> Vector:
        """The vectors of the rows from `start` to before `end`, shape `(end - start, dimension)`.

        Raises:
            PassagesUnavailableError: what keeps them doesn't answer.
        """
        ...


class PassageDraft(Protocol):
    """The passages of a build while they are written. A draft that was left is gone on with, not begun anew."""

    def held(self) -> int:
        """Number of passages that it holds: those that an earlier, ended process put are among them."""
        ...

    def put(self, passages: Iterable[Passage]) -> None:
        """Add passages; one takes the place of another of its row."""
        ...

    def delete(self, rows: Collection[int]) -> None:
        """Remove the passages of these rows, as far as they are there."""
        ...

    def seal(self, questions: Questions | None = None) -> VectorsInManifest:
        """Make it ready to be read; gives how its vectors are searched, for the manifest.

        Args:
            questions: gives vectors of questions by which it is measured whether the nearest passages are found; called
                only where passages aren't all compared. Without any, passages are asked for with noise.

        Raises:
            BuildError: rows are missing, or too many of the nearest passages aren't found.
        """
        ...


class PassageStore(Protocol):
    """Keeps the passages of builds."""

    @property
    def kind(self) -> str:
        """How it keeps and searches them: another kind makes another build of the same inputs."""
        ...

    @property
    def place(self) -> str:
        """Where it keeps them, for messages."""
        ...

    def draft(self, identity: Identity, folder: Path) -> PassageDraft:
        """The draft of a build, begun or gone on with.

        Args:
            folder: of the build while it is written; what is kept in files goes there.
        """
        ...

    def open(self, identity: Identity, vectors: VectorsInManifest, folder: Path) -> PassageIndex:
        """The passages of a sealed build.

        Raises:
            BuildError: there are none, or they aren't those that the manifest describes.
            PassagesUnavailableError: what keeps them doesn't answer.
        """
        ...

    def publish(self, build: str) -> None:
        """Make a sealed build the published one, at once."""
        ...

    def published(self) -> str | None:
        """Name of the published build."""
        ...

    def drop(self, build: str) -> None:
        """Forget the passages of a build that isn't published, if there are any."""
        ...
