"""The folder in which several workers keep their numbers, so that each of them can report the sum of all."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client.multiprocess import mark_process_dead

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

_PROCESS = re.compile(r"_(\d+)\.db$")


@contextmanager
def metrics_folder() -> Iterator[None]:
    """An empty folder, named to the workers by `PROMETHEUS_MULTIPROC_DIR` and removed at the end.

    It must be entered before the workers start: prometheus_client looks once, when it is imported.
    """
    before = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix="dovidnyk-metrics-", ignore_cleanup_errors=True) as folder:
        os.environ[VARIABLE] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ[VARIABLE]
            else:
                os.environ[VARIABLE] = before


def drop_ended_processes(folder: str) -> None:
    """Take the present values (not the counts) of processes that have ended out of the folder."""
    named = (_PROCESS.search(file.name) for file in Path(folder).glob("gauge_live*.db"))
    for process in {int(match[1]) for match in named if match}:
        if not _runs(process):
            mark_process_dead(process, folder)  # type: ignore[no-untyped-call]


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
