"""What is asked: questions of the corpus, so many that no answer is one that was kept."""

import json
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from eval.bench.questions import draw_questions
from eval.faults.folders import Folders
from search.published import current_build
from search.questions import read_questions
from search.repair import Repairer
from search.vocabulary import Vocabulary

_MOST_SECTIONS = 20
_FEW = 8


def few_questions(folders: Folders, seed: int, count: int = _FEW) -> tuple[str, ...]:
    """A few questions that need no repair."""
    repairer = Repairer(Vocabulary.load(current_build(folders.index)))
    return draw_questions(folders.settings.corpus / "asked.jsonl", repairer, count, seed)


class Requests:
    """Requests without end; the same one comes again only after many thousands, when its answer isn't kept any more."""

    def __init__(self, folders: Folders) -> None:
        questions = [one.text for one in read_questions(folders.settings.corpus / "asked.jsonl")]
        self._requests: Iterator[str] = cycle(_requests(questions))

    def take(self, count: int) -> tuple[str, ...]:
        """The next so many."""
        return tuple(islice(self._requests, count))


def _requests(questions: Sequence[str]) -> list[str]:
    """Each question with every number of sections that can be asked for; equal ones are as far apart as can be."""
    return [_request(question, limit) for limit in range(1, _MOST_SECTIONS + 1) for question in questions]


def _request(question: str, limit: int) -> str:
    body = json.dumps({"q": question, "limit": limit})
    return (
        "POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )
