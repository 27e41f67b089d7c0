"""What people write for what the guide prints: phrases for the glossary, word forms for the analyser."""

import re
from collections.abc import Iterator

from ingest.corpus import Corpus
from ingest.declension import adjectives, cases
from search.dictionary import in_dictionary
from search.normalise import fold
from search.places import PlaceNames

_ONE_WORD = re.compile(r"[A-Za-z\u00c0-\u04ff'’]+")
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]{4,}")


def phrase_pairs(corpus: Corpus) -> list[tuple[str, str]]:
    """People's phrase and the guide's: of the glossary, of the services, of places in several words or in Japanese."""
    return [
        *((people, entry.guide) for entry in corpus.glossary.entries for people in entry.people),
        *((people, service.guide) for service in corpus.places.services for people in service.people),
        *(
            (spelling, place.guide[0])
            for place in corpus.places.places
            for spelling in place.spellings
            if not _ONE_WORD.fullmatch(spelling)
        ),
    ]


def word_lemmas(corpus: Corpus) -> dict[str, str]:
    """Folded word form to folded lemma: what `analyser.toml` says, then places, then borrowed words.

    Every spelling of a place, its cases and its adjectives become the form that the guide prints first, in the guide as
    in a question. A word of the glossary that the dictionary doesn't know is the lemma of its cases.
    """
    lemmas = {fold(word): fold(lemma) for word, lemma in corpus.analyser.lemmas.items()}
    for place in corpus.places.places:
        for name in filter(_ONE_WORD.fullmatch, (*place.guide, *place.spellings)):
            for form in (*cases(name, corpus.analyser), *adjectives(name, corpus.analyser)):
                lemmas.setdefault(form, fold(place.guide[0]))
    for word in _unknown_words(corpus):
        for form in cases(word, corpus.analyser):
            if not in_dictionary(form):
                lemmas.setdefault(form, word)
    return lemmas


def place_names(corpus: Corpus) -> PlaceNames:
    """What the offices of the contact tables are known by, in the guide's words."""
    return PlaceNames(
        places=tuple(dict.fromkeys(fold(place.guide[0]) for place in corpus.places.places)),
        services=tuple(service.guide for service in corpus.places.services),
    )


def _unknown_words(corpus: Corpus) -> Iterator[str]:
    for people, _ in phrase_pairs(corpus):
        for word in _CYRILLIC_WORD.findall(fold(people)):
            if not in_dictionary(word):
                yield word
