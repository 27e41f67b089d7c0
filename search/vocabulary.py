"""The words that a question's words are compared with: those of the guide and of its readers, and two dictionaries.

vocabulary.json  russian.npy
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from search.dictionary import in_dictionary
from search.word_set import WordSet

_STORED: TypeAdapter[dict[str, dict[str, int]]] = TypeAdapter(dict[str, dict[str, int]])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, folded.

    Attributes:
        counts: word to its number of places in guide, glossary, topics and plainly written Ukrainian questions. Readers
            misspell, so that a word counted here need not be spelt right.
        trusted: those that are spelt right for all we know: of guide, glossary and topics, or of several questions.
        others: word to its number of places in questions that mix languages or are of another one, and in what the
            glossary has in Latin letters.
        russian: Russian words.
    """

    counts: Mapping[str, int]
    trusted: frozenset[str] = frozenset()
    others: Mapping[str, int] = field(default_factory=dict)
    russian: WordSet = field(default_factory=lambda: WordSet.of(()))

    @classmethod
    def load(cls, folder: Path) -> "Vocabulary":
        """Read what `save` wrote.

        Raises:
            OSError, ValueError, KeyError: a file is missing or malformed.
        """
        stored = _STORED.validate_json((folder / "vocabulary.json").read_bytes())
        return cls(
            stored["trusted"] | stored["untrusted"],
            frozenset(stored["trusted"]),
            stored["others"],
            WordSet.load(folder / "russian.npy"),
        )

    def save(self, folder: Path) -> None:
        """Write the vocabulary into a folder that is there."""
        stored = {
            "trusted": {word: count for word, count in self.counts.items() if word in self.trusted},
            "untrusted": {word: count for word, count in self.counts.items() if word not in self.trusted},
            "others": dict(self.others),
        }
        (folder / "vocabulary.json").write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
        self.russian.save(folder / "russian.npy")

    def is_ukrainian(self, word: str) -> bool:
        """Whether guide and readers use the word in Ukrainian, or the Ukrainian dictionary has it."""
        return word in self.counts or in_dictionary(word)

    def uses(self, word: str) -> int:
        """How often guide and readers use the word, in whatever language."""
        return self.counts.get(word, 0) + self.others.get(word, 0)

    def is_used(self, word: str) -> bool:
        """Whether guide or readers use the word, in whatever language."""
        return word in self.counts or word in self.others

    def is_spelt_right(self, word: str) -> bool:
        """Whether the word is trusted, or one of the dictionaries has it."""
        return word in self.trusted or in_dictionary(word) or word in self.russian

    def is_known(self, word: str) -> bool:
        """Whether the word is one of any language that is known here."""
        return self.is_used(word) or in_dictionary(word) or word in self.russian
