"""Which chunks belong to which section, as arrays: so that nobody walks over chunks to find out.

Sections have places: those with text of their own first, in the order of their chunks, then those without. The chunks
of a section lie next to each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.chunk import Chunk, ChunkKind
from search.ids import Ids

_KINDS = tuple(ChunkKind)
WHOLE_SECTION = _KINDS.index(ChunkKind.SECTION)
CONTACT = _KINDS.index(ChunkKind.CONTACT)

_FILE = "chunks.npz"


@dataclass(frozen=True, slots=True)
class ChunkTable:
    """Rows of chunks and places of sections.

    Attributes:
        ids: of the sections, by place.
        section_of_row: place of each chunk's section, never falling.
        kinds: of each chunk, by its place in `ChunkKind`.
    """

    ids: Ids
    section_of_row: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    _starts: NDArray[np.intp] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        with_text = int(self.section_of_row[-1]) + 1 if len(self.section_of_row) else 0
        object.__setattr__(self, "_starts", np.searchsorted(self.section_of_row, np.arange(with_text + 1)))

    @classmethod
    def of(cls, chunks: Sequence[Chunk], section_ids: Sequence[str]) -> "ChunkTable":
        """From the chunks of a build, and the ids of all its sections.

        Raises:
            ValueError: the chunks of a section don't lie next to each other.
        """
        order = dict.fromkeys(chunk.section_id for chunk in chunks)
        places = {section_id: place for place, section_id in enumerate(order)}
        rows = np.array([places[chunk.section_id] for chunk in chunks], np.int32)
        if (np.diff(rows) < 0).any():
            raise ValueError("the chunks of a section don't lie next to each other")
        without = [section_id for section_id in section_ids if section_id not in order]
        kinds = np.array([_KINDS.index(chunk.kind) for chunk in chunks], np.uint8)
        return cls(Ids.of((*order, *without)), rows, kinds)

    @property
    def sections(self) -> int:
        """Number of sections."""
        return len(self.ids)

    @property
    def with_text(self) -> int:
        """So many sections, the first, have text of their own."""
        return len(self._starts) - 1

    def section_id(self, place: int) -> str:
        """Id of the section at a place."""
        return self.ids[place]

    def chapter_of(self, place: int) -> str:
        """Chapter of the section at a place."""
        return self.ids[place].partition(".")[0]

    def place_of(self, section_id: str) -> int | None:
        """Place of a section; `None` where it isn't held."""
        return self.ids.place_of(section_id)

    def rows_of(self, place: int) -> range:
        """Rows of a section's chunks; none for one without text."""
        return range(int(self._starts[place]), int(self._starts[place + 1])) if place < self.with_text else range(0)

    def order_of_id(self) -> NDArray[np.int32]:
        """Of each place, where its id stands among all ids in their order."""
        order = np.empty(self.sections, np.int32)
        order[self.ids.sorted] = np.arange(self.sections, dtype=np.int32)
        return order

    def save(self, folder: Path) -> None:
        """Write the table into a build's folder."""
        ids = np.frombuffer(b"\n".join(self.ids.names.tolist()), np.uint8)
        np.savez(folder / _FILE, ids=ids, section_of_row=self.section_of_row, kinds=self.kinds)

    @classmethod
    def load(cls, folder: Path) -> "ChunkTable":
        """Read a saved table.

        Raises:
            OSError, ValueError, KeyError: the file is missing or damaged.
        """
        with np.load(folder / _FILE) as held:
            return cls(Ids(np.array(held["ids"].tobytes().split(b"\n"))), held["section_of_row"], held["kinds"])
