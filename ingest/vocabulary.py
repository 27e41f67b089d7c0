"""The words that the guide, its glossary and its readers use: what a repaired question is measured against."""

import re
from collections import Counter
from collections.abc import Iterable

from ingest.corpus import Corpus
from search.normalise import fold

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_PLAIN_KINDS = {"natural", "colloquial", "keyword", "long", "dictated"}


def count_words(corpus: Corpus) -> dict[str, int]:
    """Folded word to its number of places in chapters, glossary, place names, topics and plain Ukrainian questions."""
    counted = Counter(word for text in _texts(corpus) for word in _WORD.findall(fold(text)))
    return dict(sorted(counted.items()))


def _texts(corpus: Corpus) -> Iterable[str]:
    yield from (chapter.text for chapter in corpus.chapters)
    yield from filter(_CYRILLIC.search, _people_say(corpus))
    for chapter in corpus.facts.chapters:
        yield from (chapter.topic, *chapter.words)
    yield from (question.text for question in corpus.asked if question.lang == "uk" and question.kind in _PLAIN_KINDS)


def _people_say(corpus: Corpus) -> Iterable[str]:
    """What people call things; English phrases would pass for Ukrainian ones, so those in Cyrillic are counted."""
    for entry in corpus.glossary.entries:
        yield from entry.people
    for place in corpus.places.places:
        yield from place.spellings
    for service in corpus.places.services:
        yield from service.people
