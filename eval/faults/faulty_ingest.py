"""An ingest that may kill itself: run as a program, in a process of its own.

Usage: `python -m eval.faults.faulty_ingest WRITE CORPUS INDEX ENCODER`. The process kills itself with SIGKILL before it
changes the index folder for the WRITE-th time: opens a file there to be written, makes, renames, links or removes one.
With 0 it doesn't, and prints how often it changed the folder.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from ingest.build import ingest_corpus

_CHANGES = {"os.mkdir", "os.rename", "os.symlink", "os.remove", "os.rmdir", "shutil.rmtree"}


class Writes:
    """Counts changes of a folder as Python announces them to auditors, and kills the process at one of them."""

    def __init__(self, folder: Path, last: int) -> None:
        self._folder = str(folder)
        self._last = last
        self.count = 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Called for everything that Python does; cheap for nearly all of it."""
        if not (event in _CHANGES or (event == "open" and _writes(arguments))):
            return
        if not any(isinstance(one, str | os.PathLike) and self._folder in os.fspath(one) for one in arguments):
            return
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def _writes(arguments: tuple[Any, ...]) -> bool:
    _, _, flags = arguments
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def main() -> None:
    """Ingest."""
    corpus, index, encoder = map(Path, sys.argv[2:])
    writes = Writes(index, int(sys.argv[1]))
    sys.addaudithook(writes)
    ingest_corpus(corpus, index, encoder)
    sys.stdout.write(f"{writes.count}\n")


if __name__ == "__main__":
    main()
