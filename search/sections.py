"""The sections of a guide by id: held all where they are few, else each read when it's asked for."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from search.ids import Ids
from search.records import open_records
from search.section import Section

SECTIONS: TypeAdapter[Section] = TypeAdapter(Section)

RECORDS_FILE = "sections.jsonl"
_IDS_FILE = "sections.npy"


def save_ids(folder: Path, ids: Ids) -> None:
    """Write the ids of a build's sections, in the guide's order, so that nobody has to parse sections for them."""
    np.save(folder / _IDS_FILE, ids.names)


class Sections(Mapping[str, Section]):
    """Sections by id, in the guide's order. Safe to use from many threads."""

    def __init__(self, ids: Ids, records: Sequence[Section]) -> None:
        """Put ids and sections together, both in the guide's order.

        Raises:
            ValueError: they are not as many.
        """
        if len(ids) != len(records):
            raise ValueError(f"{len(ids)} ids of {len(records)} sections")
        self.ids = ids
        self._records = records

    @classmethod
    def of(cls, sections: Sequence[Section]) -> "Sections":
        """From sections that are held."""
        return cls(Ids.of(section.id for section in sections), sections)

    @classmethod
    def load(cls, folder: Path) -> "Sections":
        """Open those of a build.

        Raises:
            OSError, ValueError, ValidationError: a file is missing or damaged, or they don't fit each other.
        """
        records = open_records(folder / RECORDS_FILE, SECTIONS)
        if isinstance(records, tuple):
            return cls.of(records)
        return cls(Ids(np.load(folder / _IDS_FILE)), records)

    def place_of(self, section_id: str) -> int | None:
        """Where a section stands in the guide's order; `None` where it isn't held."""
        return self.ids.place_of(section_id)

    def at(self, place: int) -> Section:
        """The section at a place of the guide's order."""
        return self._records[place]

    def __getitem__(self, section_id: str) -> Section:
        place = self.ids.place_of(section_id)
        if place is None:
            raise KeyError(section_id)
        return self._records[place]

    def __contains__(self, section_id: object) -> bool:
        return section_id in self.ids

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)
