"""How good answers are: facts shown, citations that hold, words that are the guide's own.

Citation precision and recall follow Gao et al., "Enabling Large Language Models to Generate Text with Citations"
(EMNLP 2023), with labelled sections in place of a judging model: an answer of quotes can be checked exactly.
"""

import re
from collections.abc import Mapping, Sequence

from eval.measures.retrieval import RELEVANT_FROM

_READ = 3
_URL = re.compile(r"https?://[^\s<>\"«»]+")
_AFTER_URL = ".,;:!?)"


def facts_shown(facts: Sequence[str], text: str) -> float:
    """The share of facts that stand in a text, white space folded."""
    words = " ".join(text.split())
    return sum(" ".join(fact.split()) in words for fact in facts) / len(facts)


def citation_precision(quoted: Sequence[str], relevant: Mapping[str, int]) -> float:
    """The share of quotes that lie in a section of grade 2 or more.

    Args:
        quoted: section id of each quote; at least one.
    """
    return sum(relevant.get(section, 0) >= RELEVANT_FROM for section in quoted) / len(quoted)


def citation_recall(quoted: Sequence[str], relevant: Mapping[str, int], *, multi: bool) -> float:
    """1 where a section of grade 3 is quoted; for a question that needs several, the share of them that are."""
    to_read = [section for section, grade in relevant.items() if grade == _READ]
    found = sum(section in quoted for section in to_read)
    return found / len(to_read) if multi else float(found > 0)


def is_verbatim(quote: str, start: int, end: int, section_text: str, section_start: int) -> bool:
    """Whether a quote is the section's own text at its place.

    Args:
        start, end: where the quote says that it stands, in code points of the chapter's file.
        section_start: where `section_text` begins there.
    """
    inside = section_start <= start <= end <= section_start + len(section_text)
    return inside and section_text[start - section_start : end - section_start] == quote


def printed_links(section_text: str) -> list[str]:
    """The URLs that stand in a text, as printed, without the punctuation after them."""
    return [url.rstrip(_AFTER_URL) for url in _URL.findall(section_text)]


def links_right(shown: Sequence[str], printed: Sequence[str]) -> float:
    """1 where the links shown as a section's own are those that it prints, else 0."""
    return float(set(shown) == set(printed))
