"""The glossary in a search: what people call a thing becomes what the guide calls it, for the lexical leg."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.analyser import Analyser


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that people use, as terms in any order, and the guide's terms for it."""

    people: frozenset[str]
    guide: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """People's phrases by the first of their terms; under each, longer phrases first."""

    phrases: Mapping[str, tuple[Phrase, ...]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], analyser: Analyser) -> "Glossary":
        """A glossary from pairs of people's phrase and the guide's phrase."""
        usable = {
            Phrase(people, tuple(dict.fromkeys(analyser.terms(guide))))
            for said, guide in pairs
            if (people := frozenset(analyser.terms(said)))
        }
        phrases: dict[str, tuple[Phrase, ...]] = {}
        for phrase in sorted(usable, key=lambda phrase: (-len(phrase.people), sorted(phrase.people), phrase.guide)):
            first = min(phrase.people)
            phrases[first] = (*phrases.get(first, ()), phrase)
        return cls(phrases)

    def translate(self, terms: Sequence[str]) -> list[str]:
        """The terms with each phrase that people use replaced by the guide's.

        A phrase counts where all its words are in the question, in any order, unless a longer one that counts holds
        them all: «термін візи» is not «віза» as well.
        """
        asked = frozenset(terms)
        held = [
            phrase for term in dict.fromkeys(terms) for phrase in self.phrases.get(term, ()) if phrase.people <= asked
        ]
        found = [phrase for phrase in held if not any(phrase.people < longer.people for longer in held)]
        replaced = frozenset().union(*(phrase.people for phrase in found))
        kept = [term for term in terms if term not in replaced]
        return list(dict.fromkeys([*kept, *(term for phrase in found for term in phrase.guide)]))
