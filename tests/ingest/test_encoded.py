"""Vectors kept while an ingest is at work: what was made is never made again, whatever ended it."""

import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest import encoded
from ingest.build import ingest_corpus
from ingest.encoded import EncodedTexts, encoded_texts, forget_encoded
from search.build import load_build
from search.encoder import Encoder, Vector
from search.published import current_build

_TEXTS = [f"абзац {number}" for number in range(7)]


@pytest.fixture
def encoder(tiny_encoder_folder: Path) -> Encoder:
    return Encoder(tiny_encoder_folder, threads=1)


def _made(encoder: Encoder, file: Path, texts: Sequence[str] = _TEXTS) -> int:
    """How many of the texts had to be encoded; all vectors are right."""
    kept = EncodedTexts(encoder, file)
    for text, vector in zip(texts, kept.documents(texts), strict=True):
        np.testing.assert_array_equal(vector, encoder.encode_document(text))
    kept.close()
    return kept.made


def _kept_file(index: Path) -> Path:
    (file,) = index.glob("encoded-*")
    return file


def test_what_was_encoded_is_taken_from_the_file(encoder: Encoder, tmp_path: Path) -> None:
    assert _made(encoder, tmp_path / "kept", _TEXTS[:4]) == 4
    assert _made(encoder, tmp_path / "kept") == 3
    assert _made(encoder, tmp_path / "kept") == 0


def test_a_text_that_comes_twice_is_encoded_once(encoder: Encoder, tmp_path: Path) -> None:
    assert _made(encoder, tmp_path / "kept", [*_TEXTS, *_TEXTS]) == 7


def test_a_passage_is_no_question(encoder: Encoder, tmp_path: Path) -> None:
    kept = EncodedTexts(encoder, tmp_path / "kept")
    (passage,) = kept.documents(["слово"])
    (question,) = kept.queries(["слово"])
    assert kept.made == 2
    np.testing.assert_array_equal(passage, encoder.encode_document("слово"))
    np.testing.assert_array_equal(question, encoder.encode_query("слово"))
    kept.close()


@pytest.mark.parametrize("cut", [1, 100, 500])
def test_a_cut_tail_costs_the_last_vectors_only(cut: int, encoder: Encoder, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    _made(encoder, file)
    record = file.stat().st_size // 7
    with file.open("r+b") as held:
        held.truncate(file.stat().st_size - cut)
    assert _made(encoder, file) == -(-cut // record)
    assert file.stat().st_size == 7 * record


def test_a_damaged_vector_and_all_after_it_are_made_again(encoder: Encoder, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    _made(encoder, file)
    data = bytearray(file.read_bytes())
    data[len(data) * 5 // 7 + 50] ^= 1
    file.write_bytes(data)
    assert _made(encoder, file) == 2


def test_each_encoder_has_a_file_of_its_own(encoder: Encoder, tmp_path: Path) -> None:
    class Other(Encoder):
        def __init__(self) -> None:
            self.description = encoder.description.model_copy(update={"id": "another"})

        def encode_documents(self, texts: Iterable[str]) -> Iterator[Vector]:
            return encoder.encode_documents(texts)

    for one in (encoder, Other()):
        with encoded_texts(tmp_path, one) as kept:
            list(kept.documents(_TEXTS))
            assert kept.made == 7
    assert len(list(tmp_path.glob("encoded-*"))) == 2
    forget_encoded(tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_ingest_that_is_killed_is_gone_on_with(
    corpus_folder: Path, tiny_encoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    program = [sys.executable, str(Path(__file__).with_name("killed_ingest.py"))]
    call = ["search.encoder", "Encoder.encode_query", "40"]
    done = subprocess.run([*program, *call, corpus_folder, index, tiny_encoder_folder], check=False)
    assert done.returncode == -signal.SIGKILL

    made: list[str] = []
    encode = Encoder.encode_document

    def counted(self: Encoder, text: str) -> Vector:
        made.append(text)
        return encode(self, text)

    monkeypatch.setattr(Encoder, "encode_document", counted)
    chunks = {chunk.passage for chunk in load_build(_ingested(corpus_folder, index, tiny_encoder_folder)).chunks}
    assert chunks
    assert not chunks.intersection(made)
    assert not list(index.glob("encoded-*"))


def _ingested(corpus: Path, index: Path, encoder: Path) -> Path:
    assert _kept_file(index).stat().st_size
    assert ingest_corpus(corpus, index, encoder).encoded == 0
    return current_build(index)


def test_a_block_of_vectors_is_all_that_a_kill_loses(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoded, "BLOCK", 2)
    kept = EncodedTexts(encoder, tmp_path / "kept")
    vectors = kept.documents(_TEXTS)
    for _ in range(5):
        next(vectors)
    assert _made(encoder, tmp_path / "kept") == 1  # the file as a killed process would leave it
