"""Servers of ours with questions that they weren't asked before: a new server where the questions run out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager

from eval.bench.measured import Start
from eval.bench.servers import Server

StartServer = Callable[[], AbstractContextManager[Server]]


class ServerPool:
    """At most one server at a time.

    Attributes:
        starts: of its servers, so far.
    """

    def __init__(self, start: StartServer, questions: Sequence[str], stack: ExitStack) -> None:
        self._start = start
        self._questions = questions
        self._stack = stack
        self._server: Server | None = None
        self._asked = 0
        self.starts: list[Start] = []

    def fresh(self, count: int) -> tuple[Server, Sequence[str]]:
        """A server, and so many questions that it wasn't asked yet.

        Args:
            count: at most the number of questions in all.

        Raises:
            DovidnykError: a new server doesn't become ready.
        """
        if self._server is None or self._asked + count > len(self._questions):
            self._server = self.restart()
        questions = self._questions[self._asked : self._asked + count]
        self._asked += count
        return self._server, questions

    def restart(self) -> Server:
        """End the server and start a new one.

        Raises:
            DovidnykError: it doesn't become ready.
        """
        self._stack.close()
        server = self._stack.enter_context(self._start())
        self._server, self._asked = server, 0
        self.starts.append(Start(server.ready_seconds, server.memory_at_start))
        return server


@contextmanager
def server_pool(start: StartServer, questions: Sequence[str]) -> Iterator[ServerPool]:
    """A pool whose server is ended when done."""
    with ExitStack() as stack:
        yield ServerPool(start, questions, stack)
