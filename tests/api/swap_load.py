"""Callers that ask without a pause while builds are swapped, and what they got."""

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

QUESTIONS = (
    "загубила картку, шо робити",
    "zahubyv posvidku",
    "Ніколи не бути депортованим",
    "як продовжити візу",
    "народилася дитина, куди звертатися",
    "Куди телефонувати в Осаці?",
    "землетрус, куди евакуюватися від цунамі",
    "дозвіл на повторний в'їзд",
)


@dataclass(slots=True)
class Heard:
    """What callers heard.

    Attributes:
        seconds: of each request that was answered.
        builds: how many answers came from each.
        wrong: questions of which the body isn't that of the build that it names.
        failed: what was no answer.
    """

    seconds: list[float] = field(default_factory=list)
    builds: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@contextmanager
def asking(url: str, expected: Mapping[str, Mapping[str, bytes]], callers: int) -> Iterator[Heard]:
    """Callers that ask all the time, each on a connection of its own.

    Args:
        expected: by build, the body for each question.
    """
    heard, stopped = Heard(), threading.Event()
    threads = [
        threading.Thread(target=_ask_until, args=(stopped, url, expected, QUESTIONS[place:] + QUESTIONS[:place], heard))
        for place in range(callers)
    ]
    for thread in threads:
        thread.start()
    try:
        yield heard
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def bodies(client: httpx.Client) -> dict[str, bytes]:
    """What the server says to every question now."""
    return {question: ask(client, question).content for question in QUESTIONS}


def ask(client: httpx.Client, question: str) -> httpx.Response:
    """Ask one question."""
    return client.post("/v1/search", json={"q": question})


def _ask_until(
    stopped: threading.Event,
    url: str,
    expected: Mapping[str, Mapping[str, bytes]],
    questions: Sequence[str],
    heard: Heard,
) -> None:
    with httpx.Client(base_url=url, timeout=30) as client:
        while not stopped.is_set():
            for question in questions:
                begun = time.perf_counter()
                try:
                    response = ask(client, question)
                except httpx.TransportError as error:
                    heard.failed.append(repr(error))
                    continue
                heard.seconds.append(time.perf_counter() - begun)
                if response.status_code != 200:
                    heard.failed.append(response.text)
                    continue
                build = json.loads(response.content)["index"]
                heard.builds[build] = heard.builds.get(build, 0) + 1
                if response.content != expected.get(build, {}).get(question):
                    heard.wrong.append(f"{build}: {question}")
