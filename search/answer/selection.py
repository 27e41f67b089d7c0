"""Which pieces of a section are shown, and in which order: the best, never without what stands over them."""

from dataclasses import dataclass

from search.answer.model import AnswerModel, Array
from search.answer.piece import PartKind
from search.answer.store import SectionPieces

_OVERHEAD = 50
"""Characters added to a piece's own when pieces compete by probability a character: long ones give way, not all."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a section that a question may want whole.

    Attributes:
        by_cue: cue to the rows of its list (documents to bring).
        of_row: the rows of the list that each row stands in; itself alone where it stands in none.
        units: what is shown together or not at all: such a list (a part of it would pass for the whole), or one row.
    """

    by_cue: dict[str, tuple[int, ...]]
    of_row: tuple[tuple[int, ...], ...]
    units: tuple[tuple[int, ...], ...]


def find_lists(pieces: SectionPieces, under: dict[str, tuple[bool, ...]]) -> Lists:
    """The lists of a section.

    Args:
        under: cue to, by row, whether it stands under a lead of that cue.
    """
    is_item = [pieces.all[place].parts[0].kind is PartKind.ITEM for place in pieces.own]
    over = [pieces.all[place].leads[:1] for place in pieces.own]
    by_cue = {
        cue: tuple(row for row, flag in enumerate(flags) if flag and is_item[row]) for cue, flags in under.items()
    }
    whole = [rows for rows in by_cue.values() if len(rows) > 1]
    listed = {row for rows in whole for row in rows}
    return Lists(
        by_cue=by_cue,
        units=(*whole, *((row,) for row in range(len(over)) if row not in listed)),
        of_row=tuple(
            tuple(other for other, lead in enumerate(over) if lead == over[row] and is_item[other])
            if is_item[row]
            else (row,)
            for row in range(len(over))
        ),
    )


def choose(
    pieces: SectionPieces,
    lists: Lists,
    likely: Array,
    model: AnswerModel,
    whole: tuple[int, ...] = (),
    share: float = 1.0,
) -> list[int]:
    """Places in `pieces.all` of what is shown, in the guide's order.

    Args:
        likely: probability of each row.
        whole: rows of a list that is shown whole, however long it is.
        share: the part of an answer's length that this section may take.
    """
    chosen: set[int] = set().union(*(_with_leads(pieces, row) for row in whole))
    length, mass = 0, float(likely[list(whole)].sum())
    for rows, probability in _by_worth(pieces, lists, likely):
        if mass >= model.enough:
            break
        if rows[0] in whole:
            continue
        added = set().union(*(_with_leads(pieces, row) for row in rows)) - chosen
        size = _length(pieces, added)
        if chosen and not _has_room(
            model, rows, probability, (length + size) / share, is_link=_is_link(pieces, rows[0])
        ):
            continue
        chosen |= added
        length += size
        mass += probability
    chosen |= _rest_of_lists(pieces, lists, chosen)
    return sorted(chosen | _opened(pieces, chosen, likely, model.full_length - length))


def _rest_of_lists(pieces: SectionPieces, lists: Lists, chosen: set[int]) -> set[int]:
    """The other items of each list that is shown by more than half: it would pass for the whole."""
    return {
        pieces.own[row]
        for rows in set(lists.of_row)
        if len(rows) > 2 and 2 * sum(pieces.own[row] in chosen for row in rows) > len(rows)
        for row in rows
        if pieces.all[pieces.own[row]].leads
    }


def _by_worth(pieces: SectionPieces, lists: Lists, likely: Array) -> list[tuple[tuple[int, ...], float]]:
    """The units with their probabilities, most probability a character first."""
    units = [(rows, float(likely[list(rows)].sum())) for rows in lists.units]
    return sorted(units, key=lambda unit: -unit[1] / (float(pieces.lengths[list(unit[0])].sum()) + _OVERHEAD))


def _has_room(model: AnswerModel, rows: tuple[int, ...], probability: float, length: float, *, is_link: bool) -> bool:
    """Whether a unit may be added that makes the answer this long; a list that is probable enough always may."""
    if len(rows) > 1:
        return probability >= model.list_from
    if is_link and probability < model.link_from:
        return False
    return length <= (model.full_length if probability >= model.strong else model.usual_length)


def _is_link(pieces: SectionPieces, row: int) -> bool:
    return pieces.all[pieces.own[row]].parts[0].kind is PartKind.LINK


def put_first(pieces: SectionPieces, places: list[int], first: int) -> list[int]:
    """The piece at a place, with what stands over it and the rest of its list, before all others."""
    with_it = {first, *pieces.all[first].leads}
    leads = pieces.all[first].leads
    if leads:
        with_it |= {place for place in places if pieces.all[place].leads == leads}
    return [*(place for place in places if place in with_it), *(place for place in places if place not in with_it)]


def _with_leads(pieces: SectionPieces, row: int) -> set[int]:
    place = pieces.own[row]
    return {place, *pieces.all[place].leads}


def _opened(pieces: SectionPieces, chosen: set[int], likely: Array, left: int) -> set[int]:
    """What must follow a chosen line that only introduces: its list as far as there is room, its best in any case."""
    added: set[int] = set()
    for opening in sorted(chosen):
        if not pieces.all[opening].opens:
            continue
        rows = [row for row, place in enumerate(pieces.own) if opening in pieces.all[place].leads]
        if any(pieces.own[row] in chosen for row in rows):
            continue
        for row in sorted(rows, key=lambda row: -likely[row]):
            more = _with_leads(pieces, row) - chosen - added
            if not added or _length(pieces, more) <= left:
                added |= more
                left -= _length(pieces, more)
    return added


def _length(pieces: SectionPieces, places: set[int]) -> int:
    return sum(pieces.all[place].length for place in places)
