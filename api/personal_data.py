"""Taking out of a question what names a person, before it is kept: addresses, numbers of telephones, cards, papers."""

import re

REMOVED = "[…]"

_LETTER = "A-Za-zА-ЯҐЄІЇа-яґєії"
_SEPARATED = r"[ \u00a0.\-–()/]{0,2}"
_DATE = r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?![\d])"
_PATTERNS = (
    re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"),
    re.compile(rf"(?<![{_LETTER}\d])[{_LETTER}]{{2}}[ -]?\d{{8}}[ -]?[{_LETTER}]{{2}}(?![{_LETTER}\d])"),
    re.compile(rf"(?<![{_LETTER}\d])[{_LETTER}]{{1,2}}[ -]?(?:№\s?)?\d{{6,8}}(?!\d)"),
    re.compile(rf"(?<![\w.])(?!{_DATE})\+?\(?\d(?:{_SEPARATED}\d){{7,18}}(?!\d)"),
)
"""E-mail; residence card (two letters, eight digits, two letters); passport (one or two letters, six to eight digits);
telephone, payment card, identity card and My Number (eight to nineteen digits, however they are parted)."""

_DIGITS = re.compile(r"[０-９]")


def without_personal_data(text: str) -> str:
    """The text with e-mail addresses and numbers of telephones, cards, passports and residence cards taken out.

    Dates and short numbers stay; in doubt, a number goes.
    """
    text = _DIGITS.sub(lambda digit: str(int(digit[0])), text)
    for pattern in _PATTERNS:
        text = pattern.sub(REMOVED, text)
    return text
