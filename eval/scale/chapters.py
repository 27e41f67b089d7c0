"""Manuals as chapters in the guide's own grammar: a manual a point, its headings subpoints, sub-headings items."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from eval.scale.manuals import Manual
from eval.scale.pages import Part, parts_of

MANUALS_A_CHAPTER = 8
_LEAST_WORDS = 6
_LEAST_HALF = 20
_LEAST_CYRILLIC = 0.5
_READS_LIKE_A_HEADING = re.compile(r"\(?\d|Розділ|Ключовий момент|→|https?:|-\s")
_CLAUSE = re.compile(r"(?<=[,:])\s+|\s+(?=[—–(])")
_LIST_MARK = re.compile(r"^(?:[-•*]\s+)+")
_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@dataclass(frozen=True, slots=True)
class ManualChapter:
    """A chapter made from manuals: its number, its topic, and its text."""

    number: str
    topic: str
    text: str


@dataclass(slots=True)
class _Writer:
    """Writes chapters, no sentence twice.

    Attributes:
        said: sentences that stand in some chapter already.
    """

    said: set[str] = field(default_factory=set)

    def point(self, number: int, manual: Manual) -> str:
        """A manual as a point; empty where it says nothing new."""
        lines: list[str] = []
        subpoint = item = 0
        for part in parts_of(manual):
            body = list(self._body(part))
            if not body:
                continue
            if part.level == 1 or not subpoint:
                subpoint, item = subpoint + 1, 0
                head = f"{number}-{subpoint}"
            else:
                item += 1
                head = f"({item})"
            lines += [f"{head} {_title(part.title)}", *body]
        return "\n\n".join([f"{number} «{manual.name}»", *lines, ""]) if lines else ""

    def _body(self, part: Part) -> Iterator[str]:
        """What is explained as a sub-heading, its sentences as paragraphs with a list under each: passages each."""
        for tag, sentences in part.paragraphs:
            held: list[str] = []
            lines: list[str] = []
            for sentence in filter(None, map(self._new, sentences)):
                held += _halves(sentence)
                if len(held) > 1 and sum(map(_words, held)) >= _LEAST_WORDS:
                    lines += _passage(held)
                    held = []
            lines += _passage(held)
            if lines:
                yield from ([_plain(tag), *lines] if tag else lines)

    def _new(self, sentence: str) -> str:
        """A sentence in Ukrainian that wasn't said yet, else nothing."""
        words = _LIST_MARK.sub("", sentence).replace("**", "*")
        key = words.casefold()
        letters = _LETTER.findall(words)
        if key in self.said or len(_CYRILLIC.findall(words)) < max(1.0, len(letters) * _LEAST_CYRILLIC):
            return ""
        self.said.add(key)
        return words


def chapters_of(manuals: Iterable[Manual], first: int) -> Iterator[ManualChapter]:
    """Chapters from `first` on, some manuals each."""
    writer = _Writer()
    points: list[str] = []
    names: list[str] = []
    number = first
    for manual in manuals:
        text = writer.point(len(points) + 1, manual)
        if text:
            points.append(text)
            names.append(manual.name)
        if len(points) == MANUALS_A_CHAPTER:
            yield _chapter(number, names, points)
            number, points, names = number + 1, [], []
    if points:
        yield _chapter(number, names, points)


def _chapter(number: int, names: list[str], points: list[str]) -> ManualChapter:
    topic = f"довідкові сторінки: {', '.join(names)}"
    text = "\n".join([f"Розділ {number} {topic[0].upper()}{topic[1:]}\n", *points])
    return ManualChapter(str(number), topic, text)


def _title(words: str) -> str:
    words = words.replace("**", "*")
    return words if words[0].isupper() else f"«{words}»"


def _passage(held: list[str]) -> list[str]:
    """A paragraph with a list under it; the paragraph that follows then begins a passage of its own."""
    return [_plain(words) if place == 0 else f"- {_plain(words)}" for place, words in enumerate(held)]


def _halves(sentence: str) -> list[str]:
    """A long sentence as two lines, cut at the comma or dash that is nearest to its middle."""
    gaps = [gap for gap in _CLAUSE.finditer(sentence) if gap.start() > _LEAST_HALF < len(sentence) - gap.end()]
    if not gaps:
        return [sentence]
    middle = min(gaps, key=lambda gap: abs(gap.start() - len(sentence) / 2))
    return [sentence[: middle.start()], sentence[middle.end() :]]


def _plain(words: str) -> str:
    """A line that can't be taken for a heading, a link or a reference of the guide."""
    return f"… {words}" if _READS_LIKE_A_HEADING.match(words) else words


def _words(line: str) -> int:
    return len(line.split())
