"""Spelling: a word that nobody knows becomes the trusted word that it is most likely misspelt for.

Only words of five letters and more that neither guide and readers nor the dictionaries know are looked at, and only
words that are surely spelt right take their place, so that names, Russian and half-Russian words stay. One letter may
be wrong, or two of eight and more; a letter may be lost or doubled, neighbours may be swapped, and letters that are
easily taken for one another may be. A word that differs in its ending alone, or in its prefix, as other words do, is a
form or a word of its own and stays; so does one with a capital within the question, which is a name. An apostrophe that
was dropped, or typed as a soft sign, comes back where the word is then known, unless the text is in Russian.

Wrong letters are counted as in optimal string alignment (a swap of neighbours is one): Damerau, "A technique for
computer detection and correction of spelling errors", 1964.
"""

import re
from collections import defaultdict
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.mistakes import Affixes, read_letters
from search.normalise import fold
from search.vocabulary import Vocabulary
from search.word_case import in_case_of

_LEAST_LETTERS, _LEAST_LETTERS_WITH_APOSTROPHE = 5, 4
_TWO_MISTAKES_FROM, _MIXED_UP_FROM = 8, 7
_CLEARLY_MORE = 2
"""How many times more frequent than the next a word has to be, of words that are equally near."""
_WORDS_KEPT = 32_768
_WORD = re.compile(r"(?<![^\W_])[\u0400-\u04ff]+(?:['’ʼ`´][\u0400-\u04ff]+)*(?![^\W_])")
_RUSSIAN = re.compile("[ыэёъ]", re.IGNORECASE)
_PLACE_OF_APOSTROPHE = re.compile("(?<=[бвгґджзклмнпрстфхцчшщ])['ьъ]?(?=[яюєї])")


class Speller:
    """Corrects the Cyrillic words of a text; safe to use from many threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._letters = read_letters()
        trusted = sorted(w for w in vocabulary.trusted if len(w) >= _LEAST_LETTERS and _WORD.fullmatch(w))
        self._endings = Affixes(trusted, context=1)
        self._prefixes = Affixes([word[::-1] for word in trusted], context=0)
        self._targets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in trusted:
            self._targets[self._initial(word[0]), len(word)].append(word)
        self.find = lru_cache(_WORDS_KEPT)(self._find)
        """The right spelling of a word, in lower case, or `None` where it is known or nothing is near enough."""

    def correct(self, text: str) -> str:
        """The text with its misspelt words corrected; the same text where there are none."""
        if all(self.find(word) is None for word in _WORD.findall(text)):
            return text
        is_russian = bool(_RUSSIAN.search(text))

        def corrected(match: re.Match[str]) -> str:
            found = self.find(match[0])
            is_name = match[0][0].isupper() and match.start() > 0
            return match[0] if not found or is_name or (is_russian and "'" in found) else in_case_of(match[0], found)

        return _WORD.sub(corrected, text)

    def _find(self, word: str) -> str | None:
        folded = fold(word)
        if len(folded) < _LEAST_LETTERS_WITH_APOSTROPHE or self._vocabulary.is_spelt_right(folded):
            return None
        with_apostrophe = _PLACE_OF_APOSTROPHE.sub("'", folded)
        is_long = len(folded) >= _LEAST_LETTERS
        is_right = self._vocabulary.is_spelt_right if is_long else self._vocabulary.trusted.__contains__
        if with_apostrophe != folded and is_right(with_apostrophe):
            return with_apostrophe
        return self._nearest(folded) if is_long and not self._vocabulary.is_used(folded) else None

    def _nearest(self, word: str) -> str | None:
        """The nearest trusted word; of several that are equally near, the one that is clearly more frequent."""
        near = self._near(word, word[0]) or self._near(word, word[1], swapped=True)
        if not near:
            return None
        counts, least = self._vocabulary.counts, min(near.values())
        first, *others = sorted((w for w, far in near.items() if far == least), key=lambda w: (-counts[w], w))
        if others and counts[first] < _CLEARLY_MORE * counts[others[0]]:
            return None
        is_form = self._endings.alternate(word, first) or self._prefixes.alternate(word[::-1], first[::-1])
        return None if is_form else first

    def _near(self, word: str, initial: str, *, swapped: bool = False) -> dict[str, int]:
        """Trusted words that may be meant, and how far they are: wrong letters and wrong sounds, added up.

        Args:
            initial: what they begin with, or a letter that is taken for it.
            swapped: whether they have to be of the same letters.
        """
        most = 1 if swapped or len(word) < _TWO_MISTAKES_FROM else 2
        near: dict[str, int] = {}
        for length in range(len(word) - most, len(word) + most + 1):
            words = self._targets.get((self._initial(initial), length), ())
            for found, wrong, _ in process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None):
                wrong_sounds = self._wrong_sounds(word, found)
                if wrong_sounds is not None and not (swapped and sorted(word) != sorted(found)):
                    near[found] = int(wrong) + wrong_sounds
        return near

    def _wrong_sounds(self, word: str, meant: str) -> int | None:
        """0 or 1, or `None` where the words sound more different than a hurried writer makes them."""
        sound, sound_meant = self._letters.sound_of(word), self._letters.sound_of(meant)
        if sound == sound_meant:
            return 0
        if OSA.distance(sound, sound_meant) > 1 or len(sound) > len(sound_meant):
            return None
        if len(sound) < len(sound_meant) or sorted(sound) == sorted(sound_meant):
            return 1
        return 1 if len(word) >= _MIXED_UP_FROM and self._letters.are_mixed_up(sound, sound_meant) else None

    def _initial(self, letter: str) -> str:
        return letter.translate(self._letters.initials)
