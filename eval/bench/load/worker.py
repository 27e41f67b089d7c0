"""The load generator's own process: reads jobs from standard input, a line each, until it is closed.

It imports nothing but the standard library, and waits with `select`, whose time-outs are exact to the microsecond where
those of `epoll` are rounded up to milliseconds: questions of the open loop leave when they are due.
"""

import asyncio
import json
import selectors
import sys

from eval.bench.load.job import Job
from eval.bench.load.loops import run_job


def main() -> None:
    """Answer each job with its load, or with `{"error": …}`."""
    for line in sys.stdin:
        try:
            with asyncio.Runner(loop_factory=_exact_loop) as runner:
                answer = runner.run(run_job(Job.of(json.loads(line)))).as_object()
        except OSError as error:
            answer = {"error": str(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _exact_loop() -> asyncio.AbstractEventLoop:
    return asyncio.SelectorEventLoop(selectors.SelectSelector())


if __name__ == "__main__":
    main()
