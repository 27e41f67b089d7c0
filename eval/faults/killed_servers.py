"""A worker killed while questions come; the server killed and started again."""

import os
import random
import signal
import time

from eval.faults.callers import asking, bodies
from eval.faults.folders import Folders
from eval.faults.options import Options
from eval.faults.questions import few_questions
from eval.faults.service import Service, service
from eval.faults.tally import Tally
from search.errors import DovidnykError

_WORKERS = 2
_CALLERS = 2
_LONGEST_WAIT_SECONDS = 0.5
_BACK_WITHIN_SECONDS = 60
_BETWEEN_TRIES_SECONDS = 0.02


def kill_workers(folders: Folders, options: Options, times: int, chance: random.Random, tally: Tally) -> None:
    """Kill one of two processes, and wait until two are ready again."""
    questions = few_questions(folders, options.seed)
    with service(folders.var, options.scratch / "log", workers=str(_WORKERS), threads="1") as server:
        server.start()
        _wait_until_all_answer(server)
        with asking(server, bodies(server, questions), _CALLERS) as heard:
            for _ in range(times):
                time.sleep(chance.uniform(0, _LONGEST_WAIT_SECONDS))
                killed = chance.choice(sorted(server.workers()))
                began = time.perf_counter()
                os.kill(killed, signal.SIGKILL)
                _wait_until_all_answer(server, killed)
                tally.killed("worker", time.perf_counter() - began)
    tally.wrong("a worker was killed", len(heard.wrong))
    tally.lost_requests += len(heard.failed)
    if len(heard.failed) > times * _CALLERS:  # each caller has one under way
        tally.found.append(f"{len(heard.failed)} requests failed, {times * _CALLERS} at most were under way")


def kill_servers(folders: Folders, options: Options, times: int, chance: random.Random, tally: Tally) -> None:
    """Kill the first process of a server of one or two processes, and start the server again on its port."""
    questions = few_questions(folders, options.seed)
    for workers in range(1, _WORKERS + 1):
        with service(folders.var, options.scratch / "log", workers=str(workers), threads="1") as server:
            server.start()
            expected = bodies(server, questions)
            for _ in range((times + workers - 1) // _WORKERS):
                with asking(server, expected, _CALLERS) as heard:
                    time.sleep(chance.uniform(0, _LONGEST_WAIT_SECONDS))
                    server.kill()
                tally.wrong("the server was killed", len(heard.wrong))
                tally.killed("server", _start_again(server, tally))
                said = bodies(server, questions)
                tally.wrong("the server was started again", sum(said[one] != expected[one] for one in questions))


def _start_again(server: Service, tally: Tally) -> float:
    """Start it until it is ready, as a service manager does; gives the seconds from the first try."""
    began = time.perf_counter()
    while True:
        try:
            server.start()
        except DovidnykError as error:
            if time.perf_counter() - began > _BACK_WITHIN_SECONDS:
                raise
            tally.found.append(f"the server, started again: {error}")
            continue
        return time.perf_counter() - began


def _wait_until_all_answer(server: Service, killed: int | None = None) -> None:
    """Wait until every process has answered, none of them the killed one.

    Raises:
        DovidnykError: they don't.
    """
    deadline = time.monotonic() + _BACK_WITHIN_SECONDS
    answered: set[int | None] = set()
    while len(answered - {None, killed}) < _WORKERS:
        if time.monotonic() > deadline:
            raise DovidnykError(f"a killed process wasn't replaced within {_BACK_WITHIN_SECONDS} seconds")
        answered.add(server.answering())
        time.sleep(_BETWEEN_TRIES_SECONDS)
