"""Finding the headings of a chapter: a heading counts only where its number is the next one in order.

The published text has many lines that only look like headings («9 поверх, …» in an address, «(6 випадків, …)»), so
the reader keeps count of where it is. A line that stands alone like a heading but carries another number than the
next one is a fault of the text, and is refused rather than guessed at.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ingest.errors import GrammarError
from ingest.lines import Line

_CHAPTER = re.compile(r"^\s*Розділ\s+(\d+)\s+(\S.*)$")
_POINT = re.compile(r"^(\d+)\s+(\S.*)$")
_SUBPOINT = re.compile(r"^(\d+)-(\d+)\s+(\S.*)$")
_ITEM = re.compile(r"^(?:- )?\((\d+)\)\s+(\S.*)$")
_BOX = re.compile(r"^(?:- )?(Ключовий момент:\s*\S.*)$")
_TABLE_TITLE = "**"


class Level(StrEnum):
    """The levels of headings, as the guide numbers them."""

    CHAPTER = "chapter"
    POINT = "point"
    SUBPOINT = "subpoint"
    ITEM = "item"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is: the numbers of the headings around it; 0 or empty where there is none."""

    chapter: str = ""
    point: int = 0
    subpoint: int = 0
    item: int = 0
    boxes: int = 0
    in_box: bool = False

    @property
    def section_id(self) -> str:
        """The id of the section at this place."""
        return self._container_id + self._item_part

    @property
    def _container_id(self) -> str:
        if not self.point:
            return self.chapter
        return f"{self.chapter}.{self.point}" + (f"-{self.subpoint}" if self.subpoint else "")

    @property
    def _item_part(self) -> str:
        if self.in_box:
            return ".key" if self.boxes == 1 else f".key{self.boxes}"
        return f".{self.item}" if self.item else ""

    @property
    def parent_id(self) -> str | None:
        """The id of the section above it."""
        if self.item or self.in_box:
            return self._container_id
        if self.subpoint:
            return f"{self.chapter}.{self.point}"
        return self.chapter if self.point else None

    @property
    def number(self) -> str:
        """The number as the guide's citations print it."""
        if not self.point:
            return self.chapter
        base = f"{self.point}-{self.subpoint}" if self.subpoint else f"{self.point}"
        if self.in_box:
            return f"{base}, ключовий момент"
        return f"{base} ({self.item})" if self.item else base

    def citation(self, title: str) -> str:
        """The guide's own form of citing this place."""
        text = f"Розділ {self.chapter}"
        if self.point:
            text += f", пункт {self.point}"
        if self.subpoint:
            text += f", підпункт {self.point}-{self.subpoint}"
        if self.in_box:
            return f"{text}, «{title}»"
        if self.item:
            text += f" ({self.item})"
        return f"{text} «{title}»"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, place in the numbering, title, line, and how many characters of the line follow it."""

    level: Level
    place: Place
    title: str
    line: Line
    rest: int = 0


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that reads like a heading; `place` is where it leads if its number is the next one, else None."""

    level: Level
    title: str
    place: Place | None
    found: str = ""
    expected: str = ""


@dataclass(slots=True)
class _Reader:
    file: str
    chapter: str
    lines: list[Line]
    place: Place = field(default_factory=Place)
    found: list[Heading] = field(default_factory=list)

    def read(self) -> list[Heading]:
        for index, line in enumerate(self.lines):
            if not self.found:
                self._first(line)
            elif not line.is_blank and "\t" not in line.text and self._begins_block(index):
                self._next(line, alone=self._ends_block(index))
        if not self.found:
            raise GrammarError(self.file, 1, f"no heading «Розділ {self.chapter} …» found; a chapter begins with one")
        return self.found

    def _first(self, line: Line) -> None:
        if line.is_blank:
            return
        match = _CHAPTER.match(line.text)
        if not match:
            raise GrammarError(
                self.file, line.number, f"text before the chapter's heading; expected «Розділ {self.chapter} …» first"
            )
        if match[1] != self.chapter:
            raise GrammarError(
                self.file,
                line.number,
                f"found «Розділ {match[1]} …», expected chapter {self.chapter} by the file's name",
            )
        self._add(Level.CHAPTER, Place(self.chapter), match[2], line)

    def _begins_block(self, index: int) -> bool:
        before = self.lines[index - 1]
        return before.is_blank or before is self.found[-1].line

    def _ends_block(self, index: int) -> bool:
        return index + 1 == len(self.lines) or self.lines[index + 1].is_blank

    def _next(self, line: Line, *, alone: bool) -> None:
        """Take the line as a heading if it is the next one; refuse it if it stands like one with a wrong number."""
        if alone and _CHAPTER.match(line.text):
            raise GrammarError(self.file, line.number, "a second chapter heading; each file holds one chapter")
        candidate = _candidate(line.text, self.place)
        if candidate is None:
            return
        if candidate.place is not None:
            self._add(candidate.level, candidate.place, candidate.title, line)
        elif alone:
            self._refuse(line, candidate.found, candidate.expected)

    def _refuse(self, line: Line, found: str, expected: str) -> None:
        raise GrammarError(
            self.file,
            line.number,
            f"heading {found} out of order, expected {expected} (or, if this is no heading, a line that does not "
            f"stand alone): «{line.text.strip()[:60]}»",
        )

    def _add(self, level: Level, place: Place, title: str, line: Line) -> None:
        title = title.rstrip()
        own, _, _ = title.partition(_TABLE_TITLE)
        rest = len(title) - len(own)
        self.place = place
        self.found.append(Heading(level, place, own.strip(), line, rest + len(own) - len(own.rstrip()) if rest else 0))


def _candidate(text: str, here: Place) -> _Candidate | None:
    """What a line would be as a heading, after the headings so far."""
    if match := _SUBPOINT.match(text):
        return _numbered_subpoint(int(match[1]), int(match[2]), match[3], here)
    if match := _POINT.match(text):
        number = int(match[1])
        place = Place(here.chapter, number) if number == here.point + 1 else None
        return _titled(_Candidate(Level.POINT, match[2], place, str(number), str(here.point + 1)))
    if not here.point:
        return None
    if match := _ITEM.match(text):
        number = int(match[1])
        place = replace(here, item=number, in_box=False) if number == here.item + 1 else None
        return _titled(_Candidate(Level.ITEM, match[2], place, f"({number})", f"({here.item + 1})"))
    if match := _BOX.match(text):
        return _Candidate(Level.BOX, match[1], replace(here, boxes=here.boxes + 1, in_box=True))
    return None


def _numbered_subpoint(point: int, number: int, title: str, here: Place) -> _Candidate | None:
    is_next = here.point == point and number == here.subpoint + 1
    expected = f"{here.point}-{here.subpoint + 1}" if here.point else "a point before its subpoints"
    place = Place(here.chapter, point, number) if is_next else None
    return _titled(_Candidate(Level.SUBPOINT, title, place, f"{point}-{number}", expected))


def _titled(candidate: _Candidate) -> _Candidate | None:
    """The candidate, if its words read as a title: they begin with a capital letter or a quotation mark."""
    first = candidate.title[0]
    return candidate if first.isupper() or first in '«"“' else None


def find_headings(file: str, chapter: str, lines: list[Line]) -> list[Heading]:
    """The headings of a chapter in order, the chapter's own first.

    Args:
        file: the file's name, for messages.
        chapter: the chapter's number that the file's name promises.

    Raises:
        GrammarError: text before the chapter's heading, another chapter's heading, or a heading out of order.
    """
    return _Reader(file, chapter, lines).read()
