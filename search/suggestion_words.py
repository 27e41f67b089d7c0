"""The words of all that may be suggested: which texts hold one that begins so, is a form of it, or nearly begins so."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analyser import Analyser
from search.normalise import fold
from search.suggestion import Candidate

_LEAST_LETTERS_OF_A_FORM = 3
_LEAST_LETTERS_OF_A_SLIP = 4
_PREFIXES_KEPT = 8192
_LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class TypedWord:
    """A word that was typed, perhaps unfinished: its `word_key`, and its lemma."""

    text: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to a candidate: its text, or what else people say.

    Attributes:
        number: its place among all entries, the best candidates first.
        words: `word_key` of each, in order.
    """

    number: int
    candidate: Candidate
    folded: str
    words: tuple[str, ...]
    is_text: bool


class SuggestionWords:
    """The entries of all candidates by their words; safe to use from many threads."""

    def __init__(self, candidates: Sequence[Candidate], analyser: Analyser) -> None:
        """Index the candidates, the best first."""
        self._analyser = analyser
        self.all: list[Entry] = []
        by_word: dict[str, set[int]] = defaultdict(set)
        by_lemma: dict[str, set[int]] = defaultdict(set)
        by_first: dict[str, set[int]] = defaultdict(set)
        for candidate in candidates:
            for place, text in enumerate((candidate.text, *candidate.said)):
                tokens = list(analyser.tokens(text))
                words = tuple(word_key(text[token.start : token.end]) for token in tokens)
                number = len(self.all)
                self.all.append(Entry(number, candidate, fold(text), words, is_text=place == 0))
                for word, token in zip(words, tokens, strict=True):
                    by_word[word].add(number)
                    by_lemma[token.term].add(number)
                if words:
                    by_first[words[0]].add(number)
        self._lemmas: Mapping[str, frozenset[int]] = {lemma: frozenset(held) for lemma, held in by_lemma.items()}
        self._by_word, self._sorted = by_word, sorted(by_word)
        self._by_first, self._sorted_first = by_first, sorted(by_first)
        self.begun_with = lru_cache(_PREFIXES_KEPT)(self._begun_with)
        """Numbers of the entries whose first word begins so."""
        self._holding = lru_cache(_PREFIXES_KEPT)(self._find_holding)
        self._near = lru_cache(_PREFIXES_KEPT)(self._find_near)
        self._beginnings = lru_cache(64)(self._cut_beginnings)

    def entries(self, word: TypedWord, *, near: bool) -> frozenset[int]:
        """Numbers of the entries with a word that begins so or is a form of it; with `near`, but for one slip, too."""
        found = self._holding(word.text)
        if len(word.text) >= _LEAST_LETTERS_OF_A_FORM:
            found |= self._lemmas.get(word.lemma, frozenset())
        if near:
            for beginning in self._near(word.text):
                found |= self._holding(beginning)
        return found

    def highlights(
        self, candidate: Candidate, words: Sequence[TypedWord], *, near: bool
    ) -> tuple[tuple[int, int], ...]:
        """What was typed of the candidate's text: beginnings of words, or words whole where only a form of them was."""
        ranges = []
        for token in self._analyser.tokens(candidate.text):
            text = candidate.text[token.start : token.end]
            key = word_key(text)
            length = max((_typed_length(key, token.term, word, self._slips(word, near)) for word in words), default=0)
            if length:
                ranges.append((token.start, token.start + _length_of(text, length)))
        return tuple(ranges)

    def _slips(self, word: TypedWord, near: bool) -> frozenset[str]:
        return self._near(word.text) if near else frozenset()

    def _find_holding(self, beginning: str) -> frozenset[int]:
        return frozenset().union(*(self._by_word[word] for word in _from(self._sorted, beginning)))

    def _begun_with(self, beginning: str) -> frozenset[int]:
        return frozenset().union(*(self._by_first[word] for word in _from(self._sorted_first, beginning)))

    def _find_near(self, word: str) -> frozenset[str]:
        """Beginnings of words that are one slip away: a letter too many, too few, wrong, or two exchanged."""
        if len(word) < _LEAST_LETTERS_OF_A_SLIP:
            return frozenset()
        lengths = (len(word) - 1, len(word), len(word) + 1)
        return frozenset(
            found
            for length in lengths
            for found, _, _ in process.extract(
                word, self._beginnings(length), scorer=OSA.distance, score_cutoff=1, limit=None
            )
        )

    def _cut_beginnings(self, length: int) -> list[str]:
        return list(dict.fromkeys(word[:length] for word in self._sorted))


def word_key(word: str) -> str:
    """What words are compared by: folded, without apostrophes, which people leave out."""
    return fold(word).replace("'", "")


def _length_of(text: str, letters: int) -> int:
    """Length of the beginning of a word that has so many letters of its key."""
    return next(length for length in range(letters, len(text) + 1) if len(word_key(text[:length])) == letters)


def _from(words: Sequence[str], beginning: str) -> Iterator[str]:
    """The words of a sorted sequence that begin so."""
    for place in range(bisect_left(words, beginning), bisect_left(words, beginning + _LAST_LETTER)):
        yield words[place]


def _typed_length(text: str, lemma: str, word: TypedWord, slips: frozenset[str]) -> int:
    """How many letters of a word were typed; 0 where it isn't meant."""
    if text.startswith(word.text):
        return len(word.text)
    is_form = len(word.text) >= _LEAST_LETTERS_OF_A_FORM and lemma == word.lemma
    return len(text) if is_form or any(map(text.startswith, slips)) else 0
