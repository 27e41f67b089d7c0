"""Repair: a question typed on the wrong layout, in Latin letters or with misspelt words, as it was meant.

Three repairs, each by evidence from the words of the guide and its readers, one after the other: keyboard layout
(`search.layout`), transliteration (`search.transliteration`, both decided in `search.latin`) and spelling
(`search.spelling`). Words that are known in any language are never touched.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from search.latin import LATIN, LatinReader
from search.layout import Layouts
from search.response import Repair, RepairKind
from search.spelling import Speller
from search.transliteration import Transliterator
from search.unfinished import UnfinishedReader
from search.vocabulary import Vocabulary

_WORDS_KEPT = 65_536
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]+(?:['’ʼ`´][\u0400-\u04ff]+)*")


class Repairer:
    """Repairs questions; safe to use from many threads."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        layouts, transliterator, speller = Layouts(vocabulary), Transliterator(vocabulary), Speller(vocabulary)
        latin = LatinReader(vocabulary, layouts, transliterator)
        self.unfinished = UnfinishedReader(layouts, transliterator)
        self._is_fine = lru_cache(_WORDS_KEPT)(
            lambda word: speller.find(word) is None and layouts.to_latin(word) is None
        )
        self._steps: tuple[tuple[RepairKind, Callable[[str], str]], ...] = (
            ("keyboard_layout", lambda question: layouts.latin_meant(latin.from_layout(question))),
            ("transliteration", latin.from_transliteration),
            ("spelling", speller.correct),
        )

    def repair(self, question: str) -> tuple[Repair, ...]:
        """All that was done to the question, each repair from what the one before made of it; none for most."""
        if not LATIN.search(question) and all(map(self._is_fine, _CYRILLIC_WORD.findall(question))):
            return ()
        repairs = []
        for kind, step in self._steps:
            repaired = step(question)
            if repaired != question:
                repairs.append(Repair(kind=kind, from_=question, to=repaired))
                question = repaired
        return tuple(repairs)


def after(repairs: Sequence[Repair], question: str) -> str:
    """The question as its repairs left it."""
    return repairs[-1].to if repairs else question
