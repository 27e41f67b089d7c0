"""Suggestions while a question is typed: section headings, questions and terms, without the encoder.

Every word typed must begin a word of the text, or be another form of one; order doesn't matter. Where nothing is found,
the typing is read as if on another layout or in Latin letters, and after that one slip of the hand is allowed a word.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import lru_cache

from search.analyser import Analyser
from search.normalise import fold
from search.suggestion import Candidate, Suggestion, SuggestionKind
from search.suggestion_words import Entry, SuggestionWords, TypedWord, word_key

MAX_SUGGESTIONS = 8

_QUERIES_KEPT = 4096
_MOST_OF_A_KIND: dict[SuggestionKind, int] = {"heading": 3, "question": MAX_SUGGESTIONS, "term": 3}
_MOST_COMPARED = 256
_EARLY = 4
_LONGEST = 120
"""Whoever types more than this is past being helped."""
_MOST_WORDS_WITH_SLIPS = 6
"""Looking for slips takes a millisecond or two a word."""

Rank = tuple[bool, bool, bool, int]


class Suggester:
    """Suggests from one build; safe to use from many threads."""

    def __init__(
        self, candidates: Sequence[Candidate], analyser: Analyser, readings: Callable[[str], Iterable[str]]
    ) -> None:
        """Index the candidates.

        Args:
            candidates: the best first.
            readings: what unfinished typing may have been meant as, the likeliest first.
        """
        self._analyser = analyser
        self._readings = readings
        self._words = SuggestionWords(candidates, analyser)
        self._starters = tuple(Suggestion(candidate) for candidate in candidates if candidate.starter)
        self._found = lru_cache(_QUERIES_KEPT)(self._find)

    def suggest(self, typed: str, limit: int = MAX_SUGGESTIONS) -> tuple[Suggestion, ...]:
        """At most `limit` suggestions, the best first, no text twice; starters where nothing is typed."""
        query = fold(typed).strip()
        if not query:
            return self._starters[:limit]
        if len(query) > _LONGEST:
            return ()
        return self._found(query)[:limit]

    def _find(self, query: str) -> tuple[Suggestion, ...]:
        """The suggestions for folded typing, all that may be asked for."""
        for reading in (query, *self._readings(query)):
            if found := self._matching(fold(reading), near=False):
                return found
        return self._matching(query, near=True)

    def _matching(self, query: str, *, near: bool) -> tuple[Suggestion, ...]:
        words = self._needed(query)
        if not words or (near and len(words) > _MOST_WORDS_WITH_SLIPS):
            return ()
        matches = [self._words.entries(word, near=near) for word in words]
        numbers = frozenset.intersection(*matches)
        entries = self._comparable(numbers, words[0])
        ranked = sorted(entries, key=lambda entry: _rank(entry, query, words))
        return tuple(
            Suggestion(entry.candidate, self._words.highlights(entry.candidate, words, near=near))
            for entry in _varied(_once(ranked))
        )

    def _needed(self, query: str) -> tuple[TypedWord, ...]:
        """The words that must be found: those that mean something and the one being typed, or else all."""
        tokens = list(self._analyser.tokens(query))
        words = [TypedWord(word_key(query[token.start : token.end]), token.term) for token in tokens]
        kept = [word for word in words[:-1] if word.lemma not in self._analyser.stop_words]
        if words and (not kept or words[-1].lemma not in self._analyser.stop_words):
            kept.append(words[-1])
        return tuple(words) if kept == words[-1:] else tuple(kept)

    def _comparable(self, numbers: Set[int], first: TypedWord) -> list[Entry]:
        """The entries to compare; of very many, those that begin as was typed, and the best of the others."""
        if len(numbers) > _MOST_COMPARED:
            begun = sorted(numbers & self._words.begun_with(first.text))
            numbers = dict.fromkeys([*begun, *sorted(numbers)][:_MOST_COMPARED]).keys()
        return [self._words.all[number] for number in numbers]


def _rank(entry: Entry, query: str, words: Sequence[TypedWord]) -> Rank:
    """Least is best: said in the text itself, beginning as was typed, early in the text, and the candidates' order."""
    return (not entry.is_text, not entry.folded.startswith(query), not _is_early(entry, words[0]), entry.number)


def _is_early(entry: Entry, word: TypedWord) -> bool:
    """Whether the typed word begins one of the entry's first words."""
    return any(text.startswith(word.text) for text in entry.words[:_EARLY])


def _once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Each text at its best place only."""
    seen: set[str] = set()
    for entry in entries:
        text = fold(entry.candidate.text)
        if text not in seen:
            seen.add(text)
            yield entry


def _varied(entries: Iterable[Entry]) -> list[Entry]:
    """As many as may be shown, not too many of a kind unless there is nothing else."""
    shown: list[Entry] = []
    held_back: list[Entry] = []
    counts: dict[SuggestionKind, int] = {}
    for entry in entries:
        kind = entry.candidate.kind
        counts[kind] = counts.get(kind, 0) + 1
        (shown if counts[kind] <= _MOST_OF_A_KIND[kind] else held_back).append(entry)
        if len(shown) == MAX_SUGGESTIONS:
            break
    return [*shown, *held_back][:MAX_SUGGESTIONS]
