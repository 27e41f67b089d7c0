"""The glossary in a search: what people call a thing becomes what the guide calls it, for the lexical leg."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.analyser import Analyser


@dataclass(frozen=True, slots=True)
class Glossary:
    """People's phrases and the guide's, as terms; longer phrases first."""

    entries: tuple[tuple[frozenset[str], tuple[str, ...]], ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], analyser: Analyser) -> "Glossary":
        """A glossary from pairs of people's phrase and the guide's phrase."""
        entries = {
            (frozenset(analyser.terms(people)), tuple(dict.fromkeys(analyser.terms(guide)))) for people, guide in pairs
        }
        usable = (entry for entry in entries if entry[0])
        return cls(tuple(sorted(usable, key=lambda entry: (-len(entry[0]), sorted(entry[0]), entry[1]))))

    def translate(self, terms: Sequence[str]) -> list[str]:
        """The terms with each phrase that people use replaced by the guide's.

        A phrase counts where all its words are in the question, in any order.
        """
        asked = frozenset(terms)
        found = [entry for entry in self.entries if entry[0] <= asked]
        replaced = frozenset().union(*(people for people, _ in found))
        kept = [term for term in terms if term not in replaced]
        return list(dict.fromkeys([*kept, *(term for _, guide in found for term in guide)]))
