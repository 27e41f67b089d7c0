"""The sections of a build too large to be held: each is read when it's asked for."""

from collections.abc import Iterator, Mapping

from search.records import RecordFile
from search.section import Section

_BEFORE_ID = b'{"id":"'


class SectionsById(Mapping[str, Section]):
    """Sections by id, in the guide's order. Safe to use from many threads."""

    def __init__(self, records: RecordFile[Section]) -> None:
        """Find out which id stands in which record, without reading the rest.

        Raises:
            ValueError: a record doesn't begin with an id, or an id stands twice.
        """
        self._records = records
        self._rows = {_id_of(line): row for row, line in enumerate(records.lines())}
        if len(self._rows) != len(records):
            raise ValueError(f"{len(records) - len(self._rows)} ids of sections stand twice")

    def __getitem__(self, section_id: str) -> Section:
        return self._records[self._rows[section_id]]

    def __contains__(self, section_id: object) -> bool:
        return section_id in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _id_of(line: bytes) -> str:
    if not line.startswith(_BEFORE_ID):
        raise ValueError(f"a section's record begins with {line[:20]!r}, expected its id")
    return line[len(_BEFORE_ID) : line.index(b'"', len(_BEFORE_ID))].decode()
