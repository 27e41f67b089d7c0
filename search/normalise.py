"""Making a question safe and plain: what a person can't see is dropped, what looks the same becomes the same."""

import re
import unicodedata

from search.errors import QuestionError

MAX_QUESTION = 1000
VISIBLE = r"[^\s\p{C}]"
"""A question holds something of this: neither white space nor what is dropped (ECMA-262 with `u`)."""

_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´′＇ʹ‛", "'"))
_ACUTE_AFTER_VOWEL = re.compile("(?<=[аеиоуюяєіїАЕИОУЮЯЄІЇыэёЫЭЁ])[\u0301\u0300]")
_WHITE_SPACE = re.compile(r"\s+")
_LINE_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"


def normalise_question(raw: str) -> str:
    """The question as it is searched for and shown: NFC, one line, without control and invisible characters.

    Raises:
        QuestionError: nothing visible is left, or more than 1,000 characters are.
    """
    seen = raw if raw.isprintable() else "".join(map(_visible, raw))
    composed = unicodedata.normalize("NFC", seen)
    question = _WHITE_SPACE.sub(" ", composed).strip()
    if not question:
        raise QuestionError("the question is empty; expected 1 to 1000 visible characters")
    if len(question) > MAX_QUESTION:
        raise QuestionError(f"the question has {len(question)} characters; expected 1 to {MAX_QUESTION}")
    return question


def _visible(char: str) -> str:
    """The character, a space for a line break, or nothing for control, format, private and surrogate characters."""
    if char in _LINE_BREAKS:
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") else char


def fold(text: str) -> str:
    """Text as words are compared: lower case, one apostrophe, no stress marks. The length may change."""
    composed = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    return _ACUTE_AFTER_VOWEL.sub("", composed).lower()
