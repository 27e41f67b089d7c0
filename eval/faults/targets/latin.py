"""Keyboard layout and transliteration, before anybody judges them: a reading for all that can be typed."""

import re

from eval.faults.targets.target import Material, Trial
from eval.faults.targets.text import odd_text
from search.layout import Layouts
from search.transliteration import Transliterator

_WORD = re.compile(r"[46]?[A-Za-z][A-Za-z'’`46]*")


def make(material: Material) -> Trial:
    """Odd text, read as typed on another layout, and in Latin letters."""
    vocabulary = material.engine.build.vocabulary
    layouts, transliterator = Layouts(vocabulary), Transliterator(vocabulary)

    def check(text: str) -> None:
        reading = layouts.to_cyrillic(text)
        assert len(reading.text) == len(text)
        assert 0 <= reading.known <= reading.letters
        layouts.latin_meant(text)
        for word in _WORD.findall(text)[:4]:
            found = transliterator.read(word)
            assert found.text
            assert found.count >= 0

    return Trial(odd_text, check)
