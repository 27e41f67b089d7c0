"""The words that the guide, its glossary and its readers use: what a question is repaired with and measured against."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from ingest.corpus import Corpus
from search.dictionary import in_dictionary
from search.normalise import fold
from search.questions import Question
from search.vocabulary import Vocabulary
from search.word_set import WordSet

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_PLAIN_KINDS = {"natural", "colloquial", "keyword", "long", "dictated"}
_MISTYPED_KINDS = {"typo", "layout", "transliteration"}
_TRUSTED_FROM, _TRUSTED_UNLISTED_FROM = 2, 4
"""In how many groups of questions a word of the Ukrainian dictionary stands that is trusted, and one of none."""


def read_vocabulary(corpus: Corpus) -> Vocabulary:
    """All words of the corpus, and the Russian dictionary."""
    own = _count(_own_texts(corpus))
    plain = [question for question in corpus.asked if _is_plain(question)]
    others = [q for q in corpus.asked if not _is_plain(q) and q.kind not in _MISTYPED_KINDS]
    russian = WordSet(_russian())
    groups = Counter(word for _, word in {(q.group, word) for q in plain for word in words_of(q.text)})
    return Vocabulary(
        counts=dict(sorted((own + _count(question.text for question in plain)).items())),
        trusted=frozenset(own) | {word for word, count in groups.items() if _is_trusted(word, count, russian)},
        others=dict(sorted(_count([*_foreign_phrases(corpus), *(question.text for question in others)]).items())),
        russian=russian,
    )


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(fold(text))


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in words_of(text))


def _own_texts(corpus: Corpus) -> Iterable[str]:
    yield from (chapter.text for chapter in corpus.chapters)
    yield from filter(_CYRILLIC.search, _people_say(corpus))
    for chapter in corpus.facts.chapters:
        yield from (chapter.topic, *chapter.words)


def _foreign_phrases(corpus: Corpus) -> Iterable[str]:
    return (phrase for phrase in _people_say(corpus) if not _CYRILLIC.search(phrase))


def _people_say(corpus: Corpus) -> Iterable[str]:
    """What people call things; English phrases would pass for Ukrainian ones, so those in Cyrillic are counted."""
    for entry in corpus.glossary.entries:
        yield from entry.people
    for place in corpus.places.places:
        yield from place.spellings
    for service in corpus.places.services:
        yield from service.people


def _is_plain(question: Question) -> bool:
    return question.lang == "uk" and question.kind in _PLAIN_KINDS


def _is_trusted(word: str, groups: int, russian: WordSet) -> bool:
    """Whether a word that stands in so many groups of questions is taken to be spelt right, and to be Ukrainian."""
    if in_dictionary(word):
        return groups >= _TRUSTED_FROM
    return groups >= _TRUSTED_UNLISTED_FROM and word not in russian


@cache
def _russian() -> NDArray[np.uint32]:
    """Digests of simplemma's Russian words; its dictionary, which takes 160 MB, is let go again."""
    return WordSet.of(map(fold, DefaultDictionaryFactory(cache_max_size=0).get_dictionary("ru"))).digests
