"""What unfinished typing may have been meant as; nothing is judged here, for its last word is seldom a known one."""

import re
from collections.abc import Iterator

from search.layout import Layouts
from search.transliteration import Transliterator

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LAST_MARK = re.compile(r"[.,!?]$")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")


class UnfinishedReader:
    """Reads typing in Latin letters as Ukrainian; safe to use from many threads."""

    def __init__(self, layouts: Layouts, transliterator: Transliterator) -> None:
        self._layouts = layouts
        self._transliterator = transliterator

    def readings(self, typed: str) -> Iterator[str]:
        """As if typed on another layout, then as Ukrainian in Latin letters; nothing for other letters.

        A mark at the end is a key first («pfue,» is «загуб»), and then the mark that it shows.
        """
        if not _LATIN_WORD.search(typed):
            return
        if not _CYRILLIC.search(typed):
            yield self._layouts.to_cyrillic(f"{typed} ").text.rstrip()
            if _LAST_MARK.search(typed):
                yield self._layouts.to_cyrillic(typed).text
        yield _LATIN_WORD.sub(lambda word: self._transliterator.read(word[0]).text, typed)
