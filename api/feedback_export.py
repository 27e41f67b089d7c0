"""Feedback as labelled questions: what helped somebody is the section to read. People review it before it is used."""

import re
from collections.abc import Iterable, Iterator

from api.feedback_store import Feedback
from search.questions import Language, Question

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_RUSSIAN = re.compile(r"[ыэъёЫЭЪЁ]")


def labelled_questions(feedback: Iterable[Feedback]) -> Iterator[Question]:
    """The questions that were kept and whose section helped, one each; facts and finer labels are left to people."""
    seen: set[str] = set()
    for one in feedback:
        if not (one.helped and one.question and one.section_id) or one.question in seen:
            continue
        seen.add(one.question)
        yield Question(
            id=f"feedback-{one.request_id}",
            group=f"feedback-{one.request_id}",
            text=one.question,
            kind="natural",
            lang=_language(one.question),
            tags=(),
            outcome="answered",
            relevant={one.section_id: 3},
            facts=(),
            chapter=None,
        )


def _language(text: str) -> Language:
    if _JAPANESE.search(text):
        return "ja"
    if not _CYRILLIC.search(text):
        return "en"
    return "ru" if _RUSSIAN.search(text) else "uk"
