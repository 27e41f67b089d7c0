"""Server processes that outlive the one that started them: they end, too, and give the port back."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait


def stop_with_parent() -> None:
    """Have this process stop, as by SIGTERM, when the process that started it has ended, however that was.

    Killed, the first process can't tell the others. Left alone they would go on with an old index and old code, and
    hold the port against the server that is started next.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_stop_after, args=(parent.sentinel,), name="orphans", daemon=True).start()


def _stop_after(sentinel: int) -> None:
    wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
