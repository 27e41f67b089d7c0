"""Time limits in the guide's text, as data: «протягом 14 днів», «протягом одного року»."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from search.answer.piece import DeadlineSpan
from search.section import Span


def find_deadlines(text: str, offset: int) -> Iterator[DeadlineSpan]:
    """The time limits in a quotation; a ban («не зможете … протягом одного року») is none.

    Args:
        offset: where the text begins in its chapter's file.
    """
    data = _durations()
    if any(words in text for words in data["not_after"]):
        return
    for match in _pattern().finditer(text):
        number, numbers = match["number"], data["numbers"]
        start = match.start("number") if number.isdecimal() else match.start()
        days = (int(number) if number.isdecimal() else numbers[number]) * data["units"][match["unit"]]
        yield DeadlineSpan(text[start : match.end()], days, Span(offset + start, offset + match.end()))


@cache
def _durations() -> dict[str, Any]:
    return tomllib.loads((files("search") / "data" / "durations.toml").read_text(encoding="utf-8"))


@cache
def _pattern() -> re.Pattern[str]:
    data = _durations()
    numbers, units = ("|".join(map(re.escape, data[name])) for name in ("numbers", "units"))
    return re.compile(rf"\b{data['before']}\s+(?P<number>\d+|{numbers})\s+(?P<unit>{units})\b")
