"""The one analyser of index and query: text to lemmas, each with its place in the text.

Words are letters with inner apostrophes and combining marks; a hyphen parts them. Japanese, which has no spaces, is
cut into pairs of characters; numbers and telephone numbers stay whole. Lemmas come from simplemma's Ukrainian
dictionary, with overrides from the corpus (compared with pymorphy3 in `docs/lemmas.md`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from search.dictionary import dictionary_form
from search.normalise import fold

ANALYSER_VERSION = "1"

_LEMMAS_KEPT = 65_536

_APOSTROPHE = "'’ʼ‘`´′＇ʹ‛"
_TOKEN = re.compile(
    r"(?P<number>\+?\d+(?:[-.:/]\d+)*)"
    r"|(?P<japanese>[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々ー]+)"
    rf"|(?P<word>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|[{_APOSTROPHE}](?=[^\W\d_]))*)"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LOOKALIKES = str.maketrans("aceiopxyABCEHIKMOPTXY", "асеіорхуАВСЕНІКМОРТХУ")


class Token(NamedTuple):
    """A term of the index and where it stands in the text, in code points."""

    term: str
    start: int
    end: int


@dataclass(frozen=True)
class Analyser:
    """Text to terms.

    Attributes:
        lemmas: overrides, folded word form to lemma.
        stop_words: lemmas that carry no meaning of their own.
    """

    lemmas: Mapping[str, str] = field(default_factory=dict)
    stop_words: frozenset[str] = frozenset()
    _known: Callable[[str], str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", lru_cache(maxsize=_LEMMAS_KEPT)(self._find))

    def tokens(self, text: str) -> Iterator[Token]:
        """All tokens of a text, stop words included, with their places."""
        for match in _TOKEN.finditer(text):
            if match.lastgroup == "number":
                yield Token(match[0].lstrip("+"), match.start(), match.end())
            elif match.lastgroup == "japanese":
                yield from _pairs(match[0], match.start())
            else:
                yield Token(self.lemma(match[0]), match.start(), match.end())

    def terms(self, text: str) -> list[str]:
        """The terms of a text that are indexed and searched for, in order."""
        return self.meaningful(self.tokens(text))

    def meaningful(self, tokens: Iterable[Token]) -> list[str]:
        """The terms of tokens that are no stop words, in order."""
        return [token.term for token in tokens if token.term not in self.stop_words]

    def lemma(self, word: str) -> str:
        """The dictionary form of a word, folded; an unknown word is its own lemma."""
        return self._known(word)

    def _find(self, word: str) -> str:
        folded = fold(_without_lookalikes(word))
        found = self.lemmas.get(folded)
        if found is not None:
            return found
        return fold(dictionary_form(folded)) if _CYRILLIC.search(folded) else folded


def _without_lookalikes(word: str) -> str:
    """Latin letters that look Cyrillic, inside a word that is otherwise Cyrillic, become what they look like."""
    if not _CYRILLIC.search(word):
        return word
    return word.translate(_LOOKALIKES)


def _pairs(run: str, start: int) -> Iterator[Token]:
    """Overlapping pairs of a run of Japanese characters; a single one stays single."""
    if len(run) == 1:
        yield Token(run, start, start + 1)
    for index in range(len(run) - 1):
        yield Token(run[index : index + 2], start + index, start + index + 2)
