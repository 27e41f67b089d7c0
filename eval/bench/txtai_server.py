"""txtai's own API server over the same sections with the same encoder, in an interpreter of its own.

It answers with ids and scores alone, ours with excerpts, citations and links: the lighter work is txtai's.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from eval.bench.processes import last_words
from eval.bench.servers import Server, started
from search.errors import DovidnykError
from search.guide import Guide

HOW_TO_GET_IT = (
    "python3 -m venv DIR && DIR/bin/pip install torch==2.13.0 'txtai[api]==9.14.0' sentence-transformers, "
    "then --txtai-python DIR/bin/python"
)
_SCRIPT = Path(__file__).parent / "txtai_index.py"
_INDEX_WITHIN_SECONDS = 300
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


@contextmanager
def txtai_server(python: Path, guide: Guide, model: Path, folder: Path) -> Iterator[Server]:
    """txtai's server, its index made first; ended when done.

    Args:
        python: interpreter that has txtai with its extra `api`.
        model: sentence-transformers folder of the encoder.
        folder: where index, configuration and log are written.

    Raises:
        DovidnykError: the interpreter can't be run or has no txtai, or its server doesn't become ready.
    """
    _make_index(python, guide, model, folder)
    config = folder / "txtai.yml"
    config.write_text(f"path: {json.dumps(str(folder / 'txtai'))}\nembeddings:\n  gpu: false\n", encoding="utf-8")
    command = [str(python), "-m", "uvicorn", "txtai.api:app", "--host", "127.0.0.1"]
    quiet = ["--no-access-log", "--log-level", "warning"]
    changed = _OFFLINE | {"CONFIG": str(config)}
    log = folder / "txtai.log"
    with started("txtai's server", [*command, *quiet], changed, "/search?query=a", txtai_request, log) as server:
        yield server


def txtai_request(question: str) -> str:
    """The request for as many results as ours gives."""
    return f"GET /search?query={quote(question)}&limit=5 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def _make_index(python: Path, guide: Guide, model: Path, folder: Path) -> None:
    documents = [[section.id, guide.own_text(section)] for section in guide.sections.values()]
    job = {"model": str(model.resolve()), "documents": documents, "out": str(folder / "txtai")}
    log = folder / "txtai-index.log"
    try:
        with log.open("wb") as output:
            subprocess.run(
                [str(python), "-I", str(_SCRIPT)],
                input=json.dumps(job).encode(),
                stdout=output,
                stderr=output,
                env=os.environ | _OFFLINE,
                timeout=_INDEX_WITHIN_SECONDS,
                check=True,
            )
    except OSError as error:
        raise DovidnykError(f"--txtai-python {python} can't be run: {error.strerror}; {HOW_TO_GET_IT}") from error
    except subprocess.SubprocessError as error:
        raise DovidnykError(f"txtai made no index: {last_words(log)}; {HOW_TO_GET_IT}") from error
