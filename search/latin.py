"""Latin letters in a question: a mistake of the layout, Ukrainian in Latin letters, or meant so.

Decided by evidence, never by the alphabet alone. Words that follow one another without Cyrillic between them are judged
together: those that are Ukrainian when read back speak for Ukrainian, those that people use as they are against it, and
those that are both for neither. So English questions, romaji and terms stay (re-entry, overstay, zairyu card).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from search.layout import Layouts
from search.normalise import fold
from search.response import RepairKind
from search.transliteration import Transliterator
from search.vocabulary import Vocabulary
from search.word_case import in_case_of

LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_DIGIT = re.compile(r"\d")
_ADDRESS = re.compile(r"https?://|www\.|@|\.(?:jp|com|org|net|ua|html?)\b")
_WORD = re.compile(r"(?<![^\W_])[46]?[A-Za-z]+(?:['’`46][A-Za-z]+)*['’`]?(?![^\W_])")
_KEYBOARD_FROM, _TRANSLITERATION_FROM = 0.6, 0.65
"""Share of letters in known words. A key stands for one letter; Latin letters are read by habit: more is asked for."""
_AGAINST_LATIN = 0.5
"""How many letters of Ukrainian words there are at least for each letter of words that are known as they are."""
_WEIGHT_OF_TERMS = 0.5
"""How much a letter counts of a Latin word that stands in Ukrainian questions, too."""
_LEAST_LETTERS = 3
_RUNS_KEPT = 1024


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Letters of words that are Ukrainian ones when read so, that are known as they are, and of all others."""

    ukrainian: float
    latin: float
    unknown: float

    @property
    def all(self) -> float:
        """Letters of all words."""
        return self.ukrainian + self.latin + self.unknown

    @property
    def is_transliteration(self) -> bool:
        """Whether most of it is Ukrainian."""
        share = self.ukrainian / max(self.ukrainian + self.unknown, 1)
        return self.ukrainian > 0 and share >= _TRANSLITERATION_FROM and self.ukrainian >= _AGAINST_LATIN * self.latin


class LatinReader:
    """Reads what stands in Latin letters; safe to use from many threads."""

    def __init__(self, vocabulary: Vocabulary, layouts: Layouts, transliterator: Transliterator) -> None:
        self._vocabulary = vocabulary
        self._layouts = layouts
        self._transliterator = transliterator
        self._best = lru_cache(_RUNS_KEPT)(self._weigh)

    def from_layout(self, question: str) -> str:
        """The question with what was typed on the English layout read as it was meant."""
        return self._read(question, "keyboard_layout")

    def from_transliteration(self, question: str) -> str:
        """The question with its Ukrainian in Latin letters read back."""
        return self._read(question, "transliteration")

    def _read(self, question: str, wanted: RepairKind) -> str:
        pieces = []
        for piece, is_latin in _pieces(question):
            kind, reading = self._best(piece, piece == question) if is_latin else (None, piece)
            pieces.append(reading if kind == wanted else piece)
        return " ".join(pieces)

    def _weigh(self, run: str, alone: bool) -> tuple[RepairKind | None, str]:
        """What a run of Latin words is most likely, and its reading.

        Within a question in Cyrillic, where names and terms are what stands in Latin letters, only words that guide and
        readers use, and that are written nearly as habits have it, speak for Ukrainian.
        """
        words = [word[0] for word in _WORD.finditer(run)]
        evidence = self._evidence(words, alone)
        if evidence.latin < evidence.all / 2:
            typed = self._layouts.to_cyrillic(run)
            if typed.known >= max(_KEYBOARD_FROM * typed.letters, 1) and typed.known > evidence.ukrainian:
                return "keyboard_layout", typed.text
        if evidence.is_transliteration:
            return "transliteration", self._transliterated(run)
        return None, run

    def _evidence(self, words: list[str], alone: bool) -> _Evidence:
        """What speaks for each; words that people use both ways speak for neither."""
        ukrainian = latin = unknown = 0.0
        for word in words:
            used, reading = self._vocabulary.is_used(fold(word)), self._transliterator.read(word)
            known = reading.known if alone else reading.count > 0 and reading.distance in (0, 1)
            if used and not known:
                latin += len(word) * (_WEIGHT_OF_TERMS if fold(word) in self._vocabulary.counts else 1)
            elif len(word) >= _LEAST_LETTERS and known and not used:
                ukrainian += len(word)
            elif len(word) >= _LEAST_LETTERS and not known:
                unknown += len(word)
        return _Evidence(ukrainian, latin, unknown)

    def _transliterated(self, run: str) -> str:
        """The run with its words read back, but for terms, and words of terms beside them («my» of «my number»)."""
        words = list(_WORD.finditer(run))
        stays = [self._stays(word[0]) for word in words]
        beside = [any(stays[max(place - 1, 0) : place + 2]) for place in range(len(words))]
        kept = {
            word.start()
            for word, stay, beside_stay in zip(words, stays, beside, strict=True)
            if stay or (beside_stay and fold(word[0]) in self._vocabulary.counts)
        }
        return _WORD.sub(
            lambda word: (
                word[0] if word.start() in kept else in_case_of(word[0], self._transliterator.read(word[0]).text)
            ),
            run,
        )

    def _stays(self, word: str) -> bool:
        """Whether people use the word as it is rather than read back."""
        reading = self._transliterator.read(word)
        is_term = self._vocabulary.counts.get(fold(word), 0) > reading.count
        is_known_so = not reading.known and (self._vocabulary.is_used(fold(word)) or bool(_DIGIT.search(word)))
        is_acronym = len(word) > 1 and word.isupper() and not reading.count
        return is_term or is_known_so or is_acronym


def _pieces(question: str) -> Iterator[tuple[str, bool]]:
    """The question, parted at spaces into runs of words in Latin letters and what stands between them.

    What has no letters belongs to the run that it stands in, and to the whole where nothing else does.
    """
    chunks = question.split(" ")
    if not _CYRILLIC.search(question) and not _ADDRESS.search(question):
        yield question, True
        return
    kinds = [_is_latin(chunk) for chunk in chunks]
    for place, kind in enumerate(kinds):
        if kind is None:
            before = kinds[place - 1] if place else False
            kinds[place] = bool(before and next((after for after in kinds[place:] if after is not None), False))
    for is_latin, group in groupby(zip(kinds, chunks, strict=True), key=itemgetter(0)):
        yield " ".join(chunk for _, chunk in group), bool(is_latin)


def _is_latin(chunk: str) -> bool | None:
    """Whether the words of a chunk are in Latin letters; `None` where it has no letters. An address is none."""
    if _ADDRESS.search(chunk) or _CYRILLIC.search(chunk):
        return False
    return True if LATIN.search(chunk) else None
