"""Transliteration: Ukrainian words typed in Latin letters, read back.

People follow the official table, passports, what their chats do, or all at once (`x`, `h` and `kh` for х, `4` for ч,
`y` for и, і and й, nothing for the soft sign). So a word is first reduced to a skeleton that all habits share, and is
read as the known word with that skeleton which is written most nearly so in one of the habits; only where there is
none is it read letter by letter, as a word of the dictionary if it can be.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from importlib.resources import files
from math import log10

from rapidfuzz.distance import OSA

from search.normalise import fold
from search.vocabulary import Vocabulary

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_DOUBLED = re.compile(r"(.)\1+")
_WORDS_KEPT = 8192
_READINGS_TRIED = 64
_LONGEST_TO_TRY = 24
_WEIGHT_OF_COUNT = 0.7
"""How many letters a word may be further from what was typed for being ten times as frequent."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a Latin word may be in Ukrainian.

    Attributes:
        text: the word in Cyrillic, in lower case.
        count: how often guide and readers use it; 0 for a word of the dictionary alone.
        distance: how many letters the nearest habit writes otherwise; `None` where it isn't a Ukrainian word.
    """

    text: str
    count: int
    distance: int | None

    @property
    def known(self) -> bool:
        """Whether it is a Ukrainian word at all."""
        return self.distance is not None


class Transliterator:
    """Reads Latin words as Ukrainian ones; safe to use from many threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        data = tomllib.loads((files("search") / "data" / "transliteration.toml").read_text(encoding="utf-8"))
        self._readings: dict[str, list[str]] = data["readings"] | {
            key: [value] for key, value in data["digits"].items()
        }
        self._endings: dict[str, list[str]] = data["endings"]
        self._units = re.compile(
            rf"(?:{_longest_first(self._endings)})\Z|{_longest_first(self._readings)}|.", re.DOTALL
        )
        shared, *habits = data["habits"].values()
        self._habits = tuple(str.maketrans(shared | habit) for habit in ({}, *habits))
        self._habits_with_marks = tuple(habit | dict.fromkeys(map(ord, "'ь"), "'") for habit in self._habits)
        self._latin, self._cyrillic = data["skeleton"]["latin"], data["skeleton"]["cyrillic"]
        self._latin_sounds = re.compile(_longest_first(self._latin))
        self._cyrillic_sounds = re.compile(_longest_first(self._cyrillic))
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary.counts:
            if _CYRILLIC.match(word):
                self._by_skeleton[self._skeleton(word)].append(word)
        self.read = lru_cache(_WORDS_KEPT)(self._read)
        """The likeliest reading of a word of Latin letters, apostrophes and the digits that stand for letters."""

    def _read(self, word: str) -> Reading:
        typed = fold(word)
        counts = self._vocabulary.counts
        alike = self._by_skeleton.get(self._skeleton(typed), ())
        distances = {found: self._distance(typed, found) for found in alike}
        if not alike or min(distances.values()) > 0:
            read = [text for text in self._by_letter(typed) if self._vocabulary.is_ukrainian(text)]
            found = next((text for text in read if text in counts), next(iter(read), None))
            if found is not None:
                distances[found] = self._distance(typed, found)
        if not distances:
            return Reading(next(self._by_letter(typed)), 0, None)
        best = min(
            distances, key=lambda text: (distances[text] - _WEIGHT_OF_COUNT * log10(counts.get(text, 0) + 1), text)
        )
        return Reading(best, counts.get(best, 0), distances[best])

    def _distance(self, typed: str, word: str) -> int:
        """How many letters the nearest habit would have written otherwise; who types one mark types the others."""
        habits = self._habits_with_marks if "'" in typed else self._habits
        return min(int(OSA.distance(typed, word.translate(habit))) for habit in habits)

    def _by_letter(self, typed: str) -> Iterator[str]:
        """Readings letter by letter, the likeliest first; of long words only that one."""
        *units, last = self._units.findall(typed)
        ways = [self._readings.get(unit, [unit]) for unit in units]
        ways.append(self._endings.get(last) or self._readings.get(last, [last]))
        tried, queue = 0, [(0, 0, [0] * len(ways))]
        seen = {tuple(queue[0][2])}
        limit = _READINGS_TRIED if len(typed) <= _LONGEST_TO_TRY else 1
        while queue and tried < limit:
            cost, _, choice = heappop(queue)
            yield "".join(options[chosen] for options, chosen in zip(ways, choice, strict=True))
            tried += 1
            for place, options in enumerate(ways):
                further = [*choice[:place], choice[place] + 1, *choice[place + 1 :]]
                if choice[place] + 1 < len(options) and tuple(further) not in seen:
                    seen.add(tuple(further))
                    heappush(queue, (cost + 1, len(seen), further))

    def _skeleton(self, word: str) -> str:
        """What all ways of spelling a word in Latin letters share: one letter a sound, no soft signs, no doubles."""
        if _CYRILLIC.search(word):
            sounds = self._cyrillic_sounds.sub(lambda match: self._cyrillic[match[0]], word)
        else:
            sounds = self._latin_sounds.sub(lambda match: self._latin[match[0]], word)
        return _DOUBLED.sub(r"\1", sounds.replace("ie", "e"))


def _longest_first(keys: Iterable[str]) -> str:
    return "|".join(re.escape(key) for key in sorted(keys, key=len, reverse=True))
