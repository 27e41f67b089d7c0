"""Callers that ask while something is done to the service, and what they got."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from eval.faults.service import Service

_PAUSE_SECONDS = 0.05

Bodies = Mapping[str, bytes]


@dataclass(slots=True)
class Heard:
    """What callers heard.

    Attributes:
        answered: how many questions got the right answer.
        wrong: questions that got another.
        failed: what was no answer.
    """

    answered: int = 0
    wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def bodies(service: Service, questions: Sequence[str]) -> dict[str, bytes]:
    """What a server says to every question now."""
    with service.client() as client:
        return {question: _ask(client, question).raise_for_status().content for question in questions}


@contextmanager
def asking(service: Service, expected: Bodies, callers: int) -> Iterator[Heard]:
    """Callers that ask all the time, and compare each answer with what it should be."""
    heard, stopped = Heard(), threading.Event()
    threads = [threading.Thread(target=_ask_until, args=(stopped, service, expected, heard)) for _ in range(callers)]
    for thread in threads:
        thread.start()
    try:
        yield heard
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def _ask_until(stopped: threading.Event, service: Service, expected: Bodies, heard: Heard) -> None:
    with service.client() as client:
        while not stopped.is_set():
            for question, body in expected.items():
                stopped.wait(_PAUSE_SECONDS)
                try:
                    answer = _ask(client, question)
                except httpx.TransportError as error:
                    heard.failed.append(repr(error))
                    continue
                if not answer.is_success:
                    heard.failed.append(answer.text)
                elif answer.content != body:
                    heard.wrong.append(question)
                else:
                    heard.answered += 1


def _ask(client: httpx.Client, question: str) -> httpx.Response:
    return client.post("/v1/search", json={"q": question})
