"""Keyboard layouts: what was typed on one layout while another was meant, read key by key."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby

from search.normalise import fold
from search.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_CYRILLIC_WORDS = re.compile(r"(?<![^\W_])[\u0400-\u04ff]+(?:-[\u0400-\u04ff]+)*(?![^\W_])")
_LAST_MARK = re.compile(r"[.,!?]+$")
_LEAST_LETTERS = 3
_LEAST_LATIN_LETTERS = 4
_WORDS_KEPT = 8192


@dataclass(frozen=True, slots=True)
class LayoutReading:
    """Text as it was meant, and what speaks for it, from its words of three letters and more.

    Attributes:
        known: how many letters stand in words that are known.
        letters: how many there are.
        uses: how often guide and readers use the words.
    """

    text: str
    known: int
    letters: int
    uses: int


class Layouts:
    """Reads text that was typed on the wrong layout; safe to use from many threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        data = tomllib.loads((files("search") / "data" / "layouts.toml").read_text(encoding="utf-8"))
        english, typed = data["english"], [layout["typed"] for layout in data["layouts"]]
        self._to_cyrillic = tuple(str.maketrans(english, keys) for keys in typed)
        self._latin_keys = str.maketrans(
            {letter: key for keys in typed for letter, key in zip(keys, english, strict=True) if letter.isalpha()}
        )
        self.to_latin = lru_cache(_WORDS_KEPT)(self._read_latin)
        """The Latin word, or words with hyphens, that people use and that a word which nobody knows may be."""

    def to_cyrillic(self, text: str) -> LayoutReading:
        """The reading of text typed on the English layout of which most is known.

        A mark at the end may be a key, too, or the mark that it shows.
        """
        mark = _LAST_MARK.search(text)
        kept = [(text[: mark.start()], mark[0])] if mark else []
        counted = [
            self._count(keys.translate(layout) + mark)
            for keys, mark in (*kept, (text, ""))
            for layout in self._to_cyrillic
        ]
        return max(counted, key=lambda reading: (reading.known, reading.uses))

    def latin_meant(self, text: str) -> str:
        """The text with Cyrillic words that nobody knows, next to each other, read as Latin ones that people use."""
        words = list(_CYRILLIC_WORDS.finditer(text))
        meant: dict[int, str] = {}
        for _, run in groupby(words, key=lambda word: self.to_latin(word[0]) is None):
            found = {word.start(): latin for word in run if (latin := self.to_latin(word[0]))}
            if sum(map(len, found.values())) >= _LEAST_LATIN_LETTERS:
                meant |= found
        return _CYRILLIC_WORDS.sub(lambda word: meant.get(word.start(), word[0]), text) if meant else text

    def _read_latin(self, word: str) -> str | None:
        parts = [fold(part) for part in word.split("-")]
        if any(self._vocabulary.is_known(part) for part in parts if len(part) >= _LEAST_LETTERS or len(parts) == 1):
            return None
        latin = word.translate(self._latin_keys)
        return latin if latin.isascii() and all(map(self._vocabulary.is_used, latin.lower().split("-"))) else None

    def _count(self, text: str) -> LayoutReading:
        words = [fold(word) for word in _WORD.findall(text) if len(word) >= _LEAST_LETTERS and _CYRILLIC.search(word)]
        return LayoutReading(
            text,
            known=sum(len(word) for word in words if self._vocabulary.is_known(word)),
            letters=sum(map(len, words)),
            uses=sum(map(self._vocabulary.uses, words)),
        )
