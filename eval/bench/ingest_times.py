"""How long the ingest of the corpus takes, as a person runs it: a process of its own, from start to end."""

import os
import subprocess
import sys
import time
from pathlib import Path

from eval.bench.processes import last_words
from search.errors import DovidnykError
from search.settings import PREFIX, Settings

_WITHIN_SECONDS = 900


def ingest_seconds(settings: Settings, folder: Path) -> float:
    """Into an empty index folder, with the encoder prepared.

    Raises:
        DovidnykError: the ingest failed; the message ends with its last words.
    """
    return _seconds(settings, settings.var, folder / "index", folder)


def seconds_from_nothing(settings: Settings, folder: Path) -> float:
    """Into an empty folder: the encoder is converted and exported first.

    Raises:
        DovidnykError: the ingest failed; the message ends with its last words.
    """
    return _seconds(settings, folder / "var", folder / "var" / "index", folder)


def _seconds(settings: Settings, var: Path, index: Path, folder: Path) -> float:
    corpus = ["--corpus", str(settings.corpus)]
    log = folder / "ingest.log"
    began = time.perf_counter()
    with log.open("wb") as output:
        try:
            subprocess.run(
                [sys.executable, "-m", "api", "ingest", *corpus, "--out", str(index)],
                env=os.environ | {f"{PREFIX}VAR": str(var)},
                stdout=output,
                stderr=output,
                timeout=_WITHIN_SECONDS,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise DovidnykError(f"the ingest wasn't done within {_WITHIN_SECONDS} seconds") from error
        except subprocess.CalledProcessError as error:
            raise DovidnykError(f"the ingest failed: {last_words(log)}") from error
    return time.perf_counter() - began
