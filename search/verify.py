"""Is a quotation there? Exactly, or but for white space, quotation marks and apostrophes, or what comes nearest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from search.guide import Guide
from search.section import Section, Span

Match = Literal["exact", "folded", "none"]

_FOLDED = {
    **dict.fromkeys("’ʼ‘`´′＇ʹ‛", "'"),
    **dict.fromkeys("«»“”„‟″＂", '"'),
    **dict.fromkeys("–—‑−", "-"),
}
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_WORD = re.compile(r"\S+")
_MARKS = frozenset(".,;:!?")
_LEAST_LIKENESS = 50.0


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the quotation, and the guide's words in their place; one of them may be empty."""

    quoted: str
    printed: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found of a quotation.

    Attributes:
        section_id: where it stands, or the nearest passage does: the section asked about or one under it; `None` where
            nothing like it was found.
        span: its place in the chapter's file.
        text: the guide's own text there.
        likeness: from 0 to 100, for the nearest passage; 100 where it is there.
        differences: what differs, word by word; nothing where it is there.
    """

    match: Match
    section_id: str | None
    span: Span | None
    text: str | None
    likeness: float
    differences: tuple[Difference, ...] = ()


def verify_quote(guide: Guide, section: Section, quote: str) -> Verification:
    """Look for a quotation in a section and everything under it.

    Args:
        quote: with at least one visible character.
    """
    text = guide.quote(section.chapter, section.subtree)
    offset = section.subtree.start
    if (place := text.find(quote)) >= 0:
        return _found(guide, section, "exact", Span(offset + place, offset + place + len(quote)))
    folded, origins = _fold(text)
    wanted, _ = _fold(quote)
    wanted = wanted.strip()
    if wanted and (place := folded.find(wanted)) >= 0:
        span = Span(offset + origins[place], offset + origins[place + len(wanted) - 1] + 1)
        return _found(guide, section, "folded", span)
    return _nearest(guide, section, folded, origins, wanted)


def _found(guide: Guide, section: Section, match: Match, span: Span) -> Verification:
    return Verification(match, _owner(guide, section, span.start).id, span, guide.quote(section.chapter, span), 100.0)


def _owner(guide: Guide, section: Section, start: int) -> Section:
    """The section under this one in whose own text a place lies."""
    for child in map(guide.sections.__getitem__, section.children):
        if child.subtree.start <= start < child.subtree.end:
            return _owner(guide, child, start)
    return section


def _fold(text: str) -> tuple[str, list[int]]:
    """The text with runs of white space as one space, one kind of each mark, and where each character comes from."""
    characters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        if character in _INVISIBLE:
            continue
        folded = " " if character.isspace() else _FOLDED.get(character, character)
        if folded == " " and characters[-1:] == [" "]:
            continue
        characters.append(folded)
        origins.append(place)
    return "".join(characters), origins


def _nearest(guide: Guide, section: Section, folded: str, origins: list[int], wanted: str) -> Verification:
    """The passage of whole words most like the quotation, and what differs; nothing where even that is unlike it."""
    alignment = fuzz.partial_ratio_alignment(wanted, folded)
    if alignment is None or alignment.score < _LEAST_LIKENESS or not wanted:
        return Verification("none", None, None, None, 0.0)
    start, end = alignment.dest_start, alignment.dest_end
    words = [word.span() for word in _WORD.finditer(folded) if _lies_within(word.span(), start, end)]
    if not words:
        return Verification("none", None, None, None, 0.0)
    start, end = words[0][0], words[-1][1]
    while wanted[-1] not in _MARKS and folded[end - 1] in _MARKS and end - start > 1:
        end -= 1
    offset = section.subtree.start
    span = Span(offset + origins[start], offset + origins[end - 1] + 1)
    return Verification(
        match="none",
        section_id=_owner(guide, section, span.start).id,
        span=span,
        text=guide.quote(section.chapter, span),
        likeness=round(fuzz.ratio(wanted, folded[start:end]), 1),
        differences=tuple(_differences(wanted.split(), folded[start:end].split())),
    )


def _lies_within(word: tuple[int, int], start: int, end: int) -> bool:
    """Whether at least half of a word lies between two places."""
    return 2 * (min(word[1], end) - max(word[0], start)) >= word[1] - word[0]


def _differences(quoted: list[str], printed: list[str]) -> Iterator[Difference]:
    for step in Levenshtein.opcodes(quoted, printed):
        if step.tag != "equal":
            yield Difference(
                " ".join(quoted[step.src_start : step.src_end]), " ".join(printed[step.dest_start : step.dest_end])
            )
