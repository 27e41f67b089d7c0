"""Callers that ask without a pause while builds are swapped, and what they got."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
def asking(
    client: Callable[[], httpx.Client],
    expected: Mapping[str, Mapping[str, bytes]],
    callers: int,
    pause: float = 0.0,
) -> Iterator[Heard]:
    """Callers that ask all the time, each with a client of its own.

    Args:
        client: makes a client.
        expected: by build, the body for each question.
        pause: seconds that a caller waits after each answer.
    """
    heard, stopped = Heard(), threading.Event()
    threads = []
    for place in range(callers):
        questions = QUESTIONS[place:] + QUESTIONS[:place]
        arguments = (stopped, client, expected, questions, pause, heard)
        threads.append(threading.Thread(target=_ask_until, args=arguments))
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
    make_client: Callable[[], httpx.Client],
    expected: Mapping[str, Mapping[str, bytes]],
    questions: Sequence[str],
    pause: float,
    heard: Heard,
) -> None:
    with make_client() as client:
        while not stopped.is_set():
            for question in questions:
                stopped.wait(pause)
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
