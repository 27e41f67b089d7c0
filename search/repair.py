"""Repair: a question typed on the wrong keyboard layout or in Latin letters, turned back into Ukrainian.

Decided by evidence, not by the alphabet alone: a reading is taken only if most letters of its Ukrainian words stand in
words that are known. English and Japanese questions stay as they are, and so do the Latin terms that people use as
they are (re-entry, overstay, zairyu card), by the glossary.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

import simplemma

from search.normalise import fold
from search.response import Repair, RepairKind

_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_LATIN_WORD = re.compile(
    r"(?P<address>\S*(?:https?://|www\.|@|\.(?:jp|com|org|ua|html?)\b)\S*)|[A-Za-z]+(?:['’`][A-Za-z]+)*['’`]?"
)
_KNOWN_ENOUGH: dict[RepairKind, float] = {"keyboard_layout": 0.6, "transliteration": 0.65}
"""A key stands for one letter; Latin letters are read by habit, so more evidence is asked for."""
_MIN_WORD = 3


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("search") / "data" / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Repairer:
    """Repairs questions against the words that the guide, its glossary and its readers use.

    Attributes:
        vocabulary: folded word to how often it stands in guide, glossary and asked questions.
    """

    vocabulary: Mapping[str, int]

    def repair(self, question: str) -> Repair | None:
        """The repair that makes the question more Ukrainian, or `None` where none does."""
        latin, cyrillic = len(_LATIN.findall(question)), len(_CYRILLIC.findall(question))
        if latin <= cyrillic:
            return None
        readings: list[tuple[RepairKind, str]] = [
            *(("keyboard_layout", question.translate(layout)) for layout in self._layouts),
            ("transliteration", self._from_latin(question)),
        ]
        kind, best = max(readings, key=lambda reading: self._evidence(reading[1]))
        known_share, _ = self._evidence(best)
        if known_share < _KNOWN_ENOUGH[kind] or best == question:
            return None
        return Repair(kind=kind, from_=question, to=best)

    def _evidence(self, text: str) -> tuple[float, int]:
        """The share of letters, in Cyrillic words of three letters and more, that stand in known ones.

        With it, to decide between equals, the number of letters in words of the guide, its glossary and its readers.
        """
        words = [fold(word) for word in _WORD.findall(text) if len(word) >= _MIN_WORD and _CYRILLIC.search(word)]
        known = [word for word in words if self._is_known(word)]
        own = [word for word in known if word in self.vocabulary]
        return sum(map(len, known)) / max(sum(map(len, words)), 1), sum(map(len, own))

    def _is_known(self, word: str) -> bool:
        return word in self.vocabulary or simplemma.is_known(word, lang="uk")

    def _from_latin(self, question: str) -> str:
        """The question with its Latin words read as Ukrainian; addresses of pages and mail stay as they are."""
        return _LATIN_WORD.sub(lambda match: match["address"] or self._word_from_latin(match[0]), question)

    def _word_from_latin(self, word: str) -> str:
        """A Latin term that people use, the known word with the same skeleton, or the word letter by letter."""
        if fold(word) in self.vocabulary:
            return word
        found = self._by_skeleton.get(self._skeleton(word.lower()))
        return found or _longest_first(self._letters).sub(lambda match: self._letters[match[0]], word.lower())

    @cached_property
    def _layouts(self) -> tuple[dict[int, int], ...]:
        data = _data("layouts.toml")
        return tuple(str.maketrans(data["english"], layout["typed"]) for layout in data["layouts"])

    @cached_property
    def _transliteration(self) -> dict[str, Any]:
        return _data("transliteration.toml")

    @cached_property
    def _letters(self) -> dict[str, str]:
        letters: dict[str, str] = self._transliteration["letters"]
        return letters

    @cached_property
    def _by_skeleton(self) -> dict[str, str]:
        """Skeleton to the most frequent word that has it."""
        words = sorted(self.vocabulary, key=lambda word: (self.vocabulary[word], word))
        return {self._skeleton(word): word for word in words if _CYRILLIC.search(word)}

    def _skeleton(self, word: str) -> str:
        """What all ways of spelling a word in Latin letters share: one sound a letter, no soft signs, no doubles."""
        tables = self._transliteration["skeleton"]
        table = tables["cyrillic"] if _CYRILLIC.search(word) else tables["latin"]
        sounds = _longest_first(table).sub(lambda match: table[match[0]], word)
        return re.sub(r"(.)\1+", r"\1", sounds.replace("ie", "e"))


def _longest_first(table: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(key) for key in sorted(table, key=len, reverse=True)))
