"""How a word may have been mistyped: letters that sound alike, that stand together, and endings that are no mistake."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations

_DOUBLED = re.compile(r"([^і])\1+")
_LONGEST_AFFIX = 4
_LEAST_STEM = 3


@dataclass(frozen=True)
class Letters:
    """Letters that are taken for one another.

    Attributes:
        sounds: letter to the letter that stands for its sound; silent letters to nothing.
        alike: pairs of letters that are mixed up although they sound different.
        initials: letter to the letter that stands for all that words may begin with in its place.
    """

    sounds: dict[int, str]
    alike: frozenset[frozenset[str]]
    initials: dict[int, str]

    def sound_of(self, word: str) -> str:
        """The word by its sounds: words that differ only as they are easily misspelt have the same."""
        return _DOUBLED.sub(r"\1", word).translate(self.sounds)

    def are_mixed_up(self, sound: str, meant: str) -> bool:
        """Whether two words that are of equal length and one sound apart differ in letters that are mixed up."""
        return any(frozenset(pair) in self.alike for pair in zip(sound, meant, strict=True))


def read_letters() -> Letters:
    """The letters of `data/spelling.toml`."""
    data = tomllib.loads((files("search") / "data" / "spelling.toml").read_text(encoding="utf-8"))
    neighbours = (row[place : place + 2] for row in data["rows"] for place in range(len(row) - 1))
    sounds = _first_of_group(data["sounds"])
    return Letters(
        sounds=sounds | {ord(letter): "" for letter in data["silent"]},
        alike=frozenset(frozenset(pair.translate(sounds)) for pair in (*data["pairs"], *neighbours)),
        initials=_first_of_group(data["initials"]),
    )


def _first_of_group(groups: Iterable[str]) -> dict[int, str]:
    return {ord(letter): group[0] for group in groups for letter in group}


class Affixes:
    """Endings, or beginnings, that stand in place of one another: «-ому» and «-им», «від-» and «ви-».

    A word that differs from a known one only so is most likely another form of it, or a word of its own.
    """

    _LEAST_PAIRS = 2

    def __init__(self, words: Iterable[str], context: int) -> None:
        """Learn from words.

        Args:
            context: how many letters of the stem count with the ending.
        """
        self._context = context
        ends: dict[str, list[str]] = defaultdict(list)
        for word in words:
            for place in range(max(len(word) - _LONGEST_AFFIX, _LEAST_STEM), len(word) + 1):
                ends[word[:place]].append(word[place:])
        counted: dict[tuple[str, ...], int] = defaultdict(int)
        for stem, found in ends.items():
            for pair in combinations(sorted(found), 2):
                if pair[0][:1] != pair[1][:1]:
                    counted[stem[len(stem) - context :], *pair] += 1
        self._pairs = frozenset(pair for pair, count in counted.items() if count >= self._LEAST_PAIRS)

    def alternate(self, word: str, other: str) -> bool:
        """Whether the two words differ in no more than such an ending."""
        stem = _common(word, other)
        pair = sorted((word[stem:], other[stem:]))
        return (word[max(stem - self._context, 0) : stem], *pair) in self._pairs


def _common(word: Sequence[str], other: Sequence[str]) -> int:
    """How many letters two words have in common from the first on."""
    place = 0
    for letter, same in zip(word, other, strict=False):
        if letter != same:
            break
        place += 1
    return place
