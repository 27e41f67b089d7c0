"""The rows of the guide's contact tables as records: office, address, telephone numbers, notes.

Columns are parted by tabs. A row that begins with a tab, or whose first cell ends in a colon and which has no number
of its own, continues the office above it.
"""

import re
from dataclasses import dataclass, field, replace

from ingest.lines import Line
from search.section import Block, BlockKind, Contact, Phone, Span

_PHONE = re.compile(r"(?<![\d-])0\d{1,3}-\d{2,4}-\d{3,4}(?![\d-])|(?<![\d-])0\d{3}-\d{6}(?![\d-])")
_RULE = re.compile(r"^[\s-]+$")
_PHONE_WORD = re.compile(r"\s*Тел\.?:?\s*")


@dataclass(slots=True)
class _Rows:
    """An office's row and those that continue it."""

    table: str
    lines: list[Line] = field(default_factory=list)


def find_contacts(text: str, blocks: tuple[Block, ...], lines: list[Line]) -> tuple[Contact, ...]:
    """All offices in the tables of a section.

    Args:
        text: the chapter's file.
        blocks: the section's blocks; the sub-heading over a table is its title.
        lines: the section's lines, which show the leading tab that a block's span leaves out.
    """
    by_start = {line.span.start: line for line in lines}
    offices: list[_Rows] = []
    table = ""
    for block in blocks:
        if block.kind is BlockKind.SUBHEADING:
            table = block.span.of(text).strip("* ")
        elif block.kind is BlockKind.ROW:
            line = _line_at(block.span.start, by_start)
            if _RULE.match(line.text):
                continue
            if _continues(line.text) and offices:
                offices[-1].lines.append(line)
            else:
                offices.append(_Rows(table, [line]))
    return tuple(_contact(rows) for rows in offices)


def _line_at(start: int, by_start: dict[int, Line]) -> Line:
    while start not in by_start:
        start -= 1
    return by_start[start]


def _continues(row: str) -> bool:
    first = row.split("\t", maxsplit=1)[0].strip()
    return not first or (first.endswith(":") and not _PHONE.search(row))


def _contact(rows: _Rows) -> Contact:
    head, *further = rows.lines
    contact = _record(rows.table, head)
    departments = []
    notes = list(contact.notes)
    for line in further:
        if line.text.startswith("\t"):
            departments.append(_record(rows.table, line))
        else:
            notes.append(" ".join(line.text.split()))
    last = rows.lines[-1]
    span = Span(contact.span.start, last.span.start + len(last.text.rstrip()))
    return replace(contact, notes=tuple(notes), departments=tuple(departments), span=span)


def _record(table: str, line: Line) -> Contact:
    cells = _cells(line)
    office = cells[0][1].strip() if cells else ""
    address = ""
    phones: list[Phone] = []
    notes: list[str] = []
    for start, cell in cells[1:]:
        found = _phones(cell, start)
        if found:
            phones += found
            before = _PHONE_WORD.split(cell[: _PHONE.search(cell).start()])[0].strip()  # type: ignore[union-attr]
            if before and before not in {phone.label for phone in found}:
                notes.append(before)
        elif not address:
            address = " ".join(cell.split())
        else:
            notes.append(" ".join(cell.split()))
    start = line.span.start + len(line.text) - len(line.text.lstrip())
    return Contact(
        table, office, address, tuple(phones), tuple(notes), Span(start, line.span.start + len(line.text.rstrip()))
    )


def _cells(line: Line) -> list[tuple[int, str]]:
    """The filled cells of a row with the places where they begin."""
    cells: list[tuple[int, str]] = []
    start = line.span.start
    for cell in line.text.split("\t"):
        if cell.strip():
            cells.append((start, cell))
        start += len(cell) + 1
    return cells


def _phones(cell: str, start: int) -> list[Phone]:
    """The numbers in a cell; a number's label is what stands between it and the one before, or in brackets after it."""
    phones: list[Phone] = []
    end = 0
    matches = list(_PHONE.finditer(cell))
    for index, match in enumerate(matches):
        before = _PHONE_WORD.split(cell[end : match.start()])[-1]
        until = matches[index + 1].start() if index + 1 < len(matches) else len(cell)
        bracket = re.match(r"\s*\([^()]*\)", cell[match.end() : until])
        label = f"{before} {bracket[0] if bracket else ''}".strip(" ()")
        end = match.end() + (bracket.end() if bracket else 0)
        phones.append(Phone(match[0], label, Span(start + match.start(), start + match.end())))
    return phones
