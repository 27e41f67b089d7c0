"""txtai as a baseline: dense over whole sections with the same encoder, and its own hybrid with BM25.

It runs in a process of its own, so that it may live in another environment; `eval/baselines/txtai_script.py` is all
that runs there. The encoder's prompts come with its folder.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import EvalError, QuestionFailedError
from eval.records import Shown, ShownResult
from eval.run.local import LIMIT
from search.guide import Guide

_SCRIPT = Path(__file__).parent / "txtai_script.py"
_SYSTEMS = {"txtai-dense": False, "txtai-hybrid": True}


class TxtaiMissingError(EvalError):
    """The interpreter has no txtai."""


@dataclass(frozen=True)
class TxtaiSystem:
    """txtai's rankings of all questions, made at once; `index` is `None`, as it makes one of its own."""

    source: str
    model: str | None
    rankings: dict[str, list[tuple[str, float]]]
    has_confidence: bool

    @property
    def index(self) -> str | None:
        """It makes an index of its own."""
        return None

    def ask(self, question: str) -> Shown:
        """The sections that txtai ranked for a question.

        Raises:
            QuestionFailedError: it wasn't asked.
        """
        if question not in self.rankings:
            raise QuestionFailedError("txtai wasn't asked this question")
        ranking = self.rankings[question]
        return Shown(
            searched_for=question,
            confidence=max((score for _, score in ranking), default=0.0) if self.has_confidence else None,
            results=tuple(ShownResult(section=section, score=score) for section, score in ranking),
        )


def has_txtai(python: Path | None) -> bool:
    """Whether an interpreter, this one unless another is named, can import txtai."""
    return (
        _run(python, "-c", "import importlib.util, sys; sys.exit(not importlib.util.find_spec('txtai'))").returncode
        == 0
    )


def txtai_systems(guide: Guide, questions: Sequence[str], model: Path, python: Path | None) -> Iterable[TxtaiSystem]:
    """txtai's systems, each indexed and asked as it is needed.

    Args:
        model: sentence-transformers folder of the encoder.
        python: interpreter that has txtai; `None` for this one.

    Raises:
        EvalError: txtai failed; the message ends with what it said.
    """
    texts = list(dict.fromkeys(questions))
    documents = [[section.id, guide.own_text(section)] for section in guide.sections.values()]
    for name, hybrid in _SYSTEMS.items():
        job = {
            "model": str(model.resolve()),
            "hybrid": hybrid,
            "limit": LIMIT,
            "documents": documents,
            "questions": texts,
        }
        done = _run(python, str(_SCRIPT), stdin=json.dumps(job))
        if done.returncode:
            raise EvalError(f"{name} failed: {done.stderr.strip()[-500:]}")
        rankings = json.loads(done.stdout.splitlines()[-1])["rankings"]
        yield TxtaiSystem(
            source=name,
            model=model.name,
            rankings={
                text: [(section, float(score)) for section, score in ranking]
                for text, ranking in zip(texts, rankings, strict=True)
            },
            has_confidence=True,
        )


def _run(python: Path | None, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            [str(python or sys.executable), "-I", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    except OSError as error:
        raise EvalError(f"--txtai-python {python}: can't be run: {error.strerror}") from error
