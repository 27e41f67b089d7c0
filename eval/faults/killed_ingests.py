"""An ingest killed at a random moment, or before a random write: what is published is whole all the same."""

import random
import subprocess
import sys
import time
from pathlib import Path

from eval.faults.folders import Folders
from eval.faults.options import Options
from eval.faults.published import check_published, next_corpus
from eval.faults.service import service
from eval.faults.tally import Tally
from search.errors import DovidnykError
from search.published import current_build

_WITHIN_SECONDS = 300


def kill_ingests(folders: Folders, options: Options, times: int, chance: random.Random, tally: Tally) -> None:
    """Ingest the corpus that isn't published, and kill that: half of the times by the clock, half by a count of writes.

    A server goes on all the while, and must end at what is published in the end.
    """
    began = time.perf_counter()
    writes = _whole_ingest(folders, next_corpus(folders))
    seconds = time.perf_counter() - began
    with service(folders.var, options.scratch / "log", threads="1") as server:
        server.start()
        for turn in range(times):
            corpus = next_corpus(folders)
            if turn % 2:
                _ingest(folders, corpus, write=chance.randint(1, writes))
            else:
                _ingest(folders, corpus, within=chance.uniform(0.02, seconds))
            tally.killed("ingest")
            check_published(folders, "an ingest was killed", tally)
            if not server.is_ready():
                tally.half(f"an ingest was killed, and the server isn't ready: {server.health()}")
        began = time.perf_counter()
        _whole_ingest(folders, next_corpus(folders))
        published = current_build(folders.index).name
        while (server.health() or {}).get("index") != published:
            if time.perf_counter() - began > _WITHIN_SECONDS:
                raise DovidnykError(f"{published} was published, and not taken up")
            time.sleep(0.05)
    left = [path.name for path in (folders.index / "builds").iterdir() if path.name.startswith(".")]
    if left:
        tally.half(f"killed ingests left {', '.join(left)}, and the next one didn't remove it")


def _whole_ingest(folders: Folders, corpus: Path) -> int:
    """Ingest without a fault; gives how often the index folder was changed."""
    done = _ingest(folders, corpus)
    if done is None:
        raise DovidnykError("an ingest after killed ones failed")
    return done


def _ingest(folders: Folders, corpus: Path, write: int = 0, within: float = _WITHIN_SECONDS) -> int | None:
    """Ingest until it is killed; gives how often the folder was changed, `None` where it was killed or failed."""
    command = [sys.executable, "-m", "eval.faults.faulty_ingest", str(write)]
    places = [str(corpus), str(folders.index), str(folders.encoder)]
    with subprocess.Popen([*command, *places], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            said, _ = process.communicate(timeout=within)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
    return int(said) if process.returncode == 0 else None
