"""Declining names and borrowed words that no dictionary knows, by the rules of `analyser.toml`."""

import re

from ingest.schema import AnalyserData, Declension
from search.normalise import fold

_MIN_STEM = 2
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]+")


def cases(word: str, rules: AnalyserData) -> tuple[str, ...]:
    """The folded word, then its other cases; a word that no rule fits has none."""
    folded = fold(word)
    if rule := _rule(folded, rules):
        stem = folded.removesuffix(rule.ending)
        return tuple(dict.fromkeys([folded, *(stem + ending for ending in rule.cases)]))
    return (folded,)


def adjectives(word: str, rules: AnalyserData) -> tuple[str, ...]:
    """All forms of the adjectives made of a place's name: «осацький», «осацького» … of «Осака»."""
    folded = fold(word)
    if rule := _rule(folded, rules):
        stem = folded.removesuffix(rule.ending)
        return tuple(stem + link + ending for link in rule.adjective for ending in rules.adjective_endings)
    return ()


def _rule(folded: str, rules: AnalyserData) -> Declension | None:
    """The first rule whose ending the word has; words in other letters than Cyrillic aren't declined."""
    if not _CYRILLIC_WORD.fullmatch(folded):
        return None
    fitting = (rule for rule in rules.declensions if folded.endswith(rule.ending))
    return next((rule for rule in fitting if len(folded) >= len(rule.ending) + _MIN_STEM), None)
