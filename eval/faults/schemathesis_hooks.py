"""What Schemathesis loads: leaves out questions that it takes for right though nothing in them is visible.

It reads `\\p{C}` of the pattern as control characters alone; it means format, private and unassigned ones, too.
"""

import re
import unicodedata
from typing import Any

import schemathesis

_AS_IT_READS = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]")


@schemathesis.hook
def filter_query(_: Any, query: Any) -> bool:
    """Of a query."""
    return _is_read_alike(query)


@schemathesis.hook
def filter_body(_: Any, body: Any) -> bool:
    """Of a body."""
    return _is_read_alike(body)


def _is_read_alike(fields: Any) -> bool:
    question = fields.get("q") if isinstance(fields, dict) else None
    return not isinstance(question, str) or not _AS_IT_READS.search(question) or _is_visible(question)


def _is_visible(text: str) -> bool:
    return any(not char.isspace() and unicodedata.category(char)[0] != "C" for char in text)
