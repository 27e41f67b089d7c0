"""Interpreters without txtai, and with a stand-in of it: the real one is heavy and optional."""

import sys
import venv
from pathlib import Path

import pytest

STAND_IN = '''
class Embeddings:
    """Ranks documents by the words that they share with the question, as txtai's class of that name is called."""

    def __init__(self, path, method, hybrid, content, gpu):
        assert method == "sentence-transformers" and not content and not gpu
        if path.endswith("broken"):
            raise ValueError("no model there")
        self.hybrid = hybrid

    def index(self, documents):
        self.documents = [(identity, set(text.lower().split())) for identity, text, _ in documents]

    def batchsearch(self, questions, limit):
        return [self.search(set(question.lower().split()))[:limit] for question in questions]

    def search(self, words):
        scored = [(identity, len(words & text) / (2 if self.hybrid else 1)) for identity, text in self.documents]
        return sorted(scored, key=lambda entry: -entry[1])
'''


def _interpreter(folder: Path) -> Path:
    venv.create(folder, with_pip=False, symlinks=True)
    return folder / "bin" / "python"


@pytest.fixture(scope="session")
def python_without_txtai(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare interpreter."""
    return _interpreter(tmp_path_factory.mktemp("bare"))


@pytest.fixture(scope="session")
def python_with_txtai(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with the stand-in."""
    folder = tmp_path_factory.mktemp("txtai")
    python = _interpreter(folder)
    package = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages" / "txtai"
    package.mkdir()
    (package / "__init__.py").write_text(STAND_IN)
    return python
