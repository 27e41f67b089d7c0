"""The words that the guide, its glossary and its readers use: what a repaired question is measured against."""

import re
from collections import Counter
from collections.abc import Iterable

from ingest.corpus import Corpus
from search.normalise import fold

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_PLAIN_KINDS = {"natural", "colloquial", "keyword", "long", "dictated"}


def count_words(corpus: Corpus) -> dict[str, int]:
    """Folded word to its number of places in chapters, glossary, topics and plainly written Ukrainian questions."""
    counted = Counter(word for text in _texts(corpus) for word in _WORD.findall(fold(text)))
    return dict(sorted(counted.items()))


def _texts(corpus: Corpus) -> Iterable[str]:
    yield from (chapter.text for chapter in corpus.chapters)
    for entry in corpus.glossary.entries:
        yield from (entry.guide, *entry.people)
    for chapter in corpus.facts.chapters:
        yield from (chapter.topic, *chapter.words)
    yield from (question.text for question in corpus.asked if question.lang == "uk" and question.kind in _PLAIN_KINDS)
