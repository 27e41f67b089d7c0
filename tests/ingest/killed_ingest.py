"""An ingest that is killed at a given call: run as a program, in a process of its own.

Usage: killed_ingest.py MODULE ATTRIBUTE CALL CORPUS INDEX ENCODER; the process kills itself with SIGKILL when the
attribute of the module (`Class.method` for methods) is called for the CALL-th time.
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.build import ingest_corpus


def _kill_at(module: str, attribute: str, call: int) -> None:
    owner: Any = importlib.import_module(module)
    *path, name = attribute.split(".")
    for part in path:
        owner = getattr(owner, part)
    original: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def counted(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments, **options)

    setattr(owner, name, counted)


if __name__ == "__main__":
    _kill_at(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    ingest_corpus(Path(sys.argv[4]), Path(sys.argv[5]), Path(sys.argv[6]))
