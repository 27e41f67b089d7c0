"""Which row of a contact table a question names: by city, prefecture or airport, or by what an office does.

What belongs to which office is read from the table itself. Of the rows that a question names, one whose service is
asked for stands first; then those of the place that the question names first, one with the place in its name before
one that only lies or answers there, and the one whose name the question gives in full before the others.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from search.analyser import Analyser
from search.chunk import Chunk
from search.chunk_table import CONTACT, ChunkTable
from search.guide import Guide


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """What offices are known by, as the guide says it: single words for places, whole phrases for services."""

    places: tuple[str, ...]
    services: tuple[str, ...]


class _Fit(NamedTuple):
    """What a row has in common with a question, what counts most first.

    Attributes:
        first: whether the first place of the question is among its places.
        unnamed: places of its name that the question doesn't give, as a negative number.
    """

    services: int = 0
    first: bool = False
    named: int = 0
    places: int = 0
    unnamed: int = -1_000

    @property
    def by_name(self) -> bool:
        """Whether the question gives a name of the office."""
        return self.services > 0 or self.named > 0


_NOTHING = _Fit()

_SECTIONS_KEPT = 1_000
_READ_AT_ONCE_UP_TO = 50
"""So few sections with contacts are read when a build is opened."""


@dataclass(frozen=True, slots=True)
class _Office:
    """A contact row: the places of its name and of all its text, and the services that it is for."""

    row: int
    named: frozenset[str]
    places: frozenset[str]
    services: frozenset[frozenset[str]]

    def fit(self, services: Sequence[frozenset[str]], places: Sequence[str]) -> _Fit:
        """How well the row fits the services and places of a question."""
        if not self.services.intersection(services) and self.places.isdisjoint(places):
            return _NOTHING
        return _Fit(
            services=len(self.services.intersection(services)),
            first=bool(places) and places[0] in self.places,
            named=len(self.named.intersection(places)),
            places=len(self.places.intersection(places)),
            unnamed=-len(self.named.difference(places)),
        )


@dataclass(frozen=True, slots=True)
class Places:
    """The offices of each section that has contacts, in the guide's order.

    Attributes:
        names: the terms of all places.
        services: the terms of each service.
        offices: of a section, by its id.
    """

    names: frozenset[str]
    services: tuple[frozenset[str], ...]
    offices: Callable[[str], tuple[_Office, ...]]

    @classmethod
    def of(
        cls, names: PlaceNames, guide: Guide, chunks: Sequence[Chunk], table: ChunkTable, analyser: Analyser
    ) -> "Places":
        """Read the offices and their places from the guide's contact tables; of many, each when it's asked for."""
        places = frozenset(term for name in names.places for term in analyser.terms(name))
        services = tuple(frozenset(analyser.terms(name)) for name in names.services)

        def read(row: int) -> _Office:
            chunk = chunks[row]
            section = guide.sections[chunk.section_id]
            office = next(contact.office for contact in section.contacts if contact.span == chunk.span)
            terms = frozenset(analyser.terms(guide.quote(section.chapter, chunk.span)))
            return _Office(
                row,
                named=places.intersection(analyser.terms(office)),
                places=places & terms,
                services=frozenset(service for service in services if service <= terms),
            )

        @lru_cache(_SECTIONS_KEPT)
        def offices(section_id: str) -> tuple[_Office, ...]:
            place = table.place_of(section_id)
            rows = table.rows_of(place) if place is not None else range(0)
            return tuple(read(row) for row in rows if table.kinds[row] == CONTACT)

        with_contacts = np.unique(table.section_of_row[table.kinds == CONTACT]).tolist()
        for place in with_contacts if len(with_contacts) <= _READ_AT_ONCE_UP_TO else ():
            offices(table.section_id(place))
        return cls(places, services, offices)

    def rows(self, section_id: str, terms: Iterable[str]) -> list[int]:
        """The rows of the section's chunks that a question names best; none where it names no office.

        Args:
            terms: the question's terms, in its order: where it names two offices, the first is the one it is about.
        """
        offices = self.offices(section_id)
        if not offices:
            return []
        asked = frozenset(terms)
        services = [service for service in self.services if service <= asked]
        places = [term for term in terms if term in self.names]
        fits = [office.fit(services, places) for office in offices]
        best = max(fits)
        if best == _NOTHING:
            return []
        rows = [office.row for office, fit in zip(offices, fits, strict=True) if fit == best]
        return rows if best.by_name else rows[:1]  # a bureau stands before its branches
