"""Preparing an encoder: any sentence-transformers model becomes a folder of the query path, once."""

import json
import shutil
from pathlib import Path

import huggingface_hub
import numpy as np
import pytest

import ingest.encoder
from ingest.build import ingest_corpus
from ingest.encoder import prepare_encoder
from ingest.errors import ModelError
from search.build import load_build
from search.encoder import Encoder, read_description
from search.engine import Engine
from search.errors import BuildError
from search.published import current_build
from tests.ingest.packed_weights import TinyPackage

_TEXTS = [
    "Як отримати посвідку на проживання?",
    "Зверніться до Регіонального імміграційного бюро.",
    "в'їзд 14 днів 在留",
]


def _snapshot(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}


def test_another_model_is_exported_with_its_own_tokenizer_and_prompts(tiny_encoder_folder: Path) -> None:
    description = read_description(tiny_encoder_folder)
    assert description.tokenizer == "tokenizers"
    assert description.prompts == {"query": "питання: ", "document": "уривок: "}
    assert (description.model, description.dimension, description.max_tokens) == ("tiny-bert", 128, 512)
    assert description.id == f"tiny-bert@{description.revision}"
    assert tiny_encoder_folder.name == f"tiny-bert-int8-{description.revision}"
    assert set(description.files) == {"model.onnx", "tokenizer.json", "words.npy"}


def test_the_export_gives_the_models_vectors_as_unit_vectors(tiny_model_folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(tiny_model_folder), device="cpu", local_files_only=True)
    encoder = Encoder(prepare_encoder(str(tiny_model_folder), tmp_path, "float32"))
    for encode, theirs in (
        (encoder.encode_query, model.encode_query(_TEXTS)),
        (encoder.encode_document, model.encode_document(_TEXTS)),
    ):
        ours = np.stack([encode(text) for text in _TEXTS])
        np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
        expected = theirs / np.linalg.norm(theirs, axis=1, keepdims=True)
        assert (ours * expected).sum(axis=1).min() >= 0.9999


def test_another_model_is_ingested_and_asked_with_one_setting(
    tiny_published_index: Path, tiny_encoder_folder: Path
) -> None:
    build = load_build(current_build(tiny_published_index))
    engine = Engine(build, Encoder(tiny_encoder_folder), with_asked=False)
    assert build.manifest.encoder.prompts == {"query": "питання: ", "document": "уривок: "}
    assert build.manifest.encoder.dimension == 128
    response = engine.search("Втрата посвідки на проживання: подайте заявку на переоформлення")
    assert "1.1-3" in [result.section.id for result in response.results[:3]]
    assert response.outcome == "uncertain"


def test_prompts_of_the_default_stand_in_its_description_and_in_the_manifest(
    encoder_folder: Path, published_index: Path
) -> None:
    prompts = {"query": "query: ", "document": "passage: "}
    described = json.loads((encoder_folder / "encoder.json").read_text(encoding="utf-8"))
    manifest = json.loads((current_build(published_index) / "manifest.json").read_text(encoding="utf-8"))
    assert described["prompts"] == manifest["encoder"]["prompts"] == prompts
    assert manifest["encoder"]["id"] == described["id"]
    assert manifest["encoder"]["folder"] == encoder_folder.name


def test_an_encoder_is_made_once(tiny_model_folder: Path, tiny_encoder_folder: Path) -> None:
    before = _snapshot(tiny_encoder_folder)
    assert prepare_encoder(str(tiny_model_folder), tiny_encoder_folder.parent.parent) == tiny_encoder_folder
    assert _snapshot(tiny_encoder_folder) == before


def test_another_precision_is_another_encoder(
    tiny_model_folder: Path, tiny_encoder_folder: Path, tmp_path: Path
) -> None:
    full = read_description(prepare_encoder(str(tiny_model_folder), tmp_path, "float32"))
    assert full.precision == "float32"
    assert full.id != read_description(tiny_encoder_folder).id


def test_other_weights_are_another_encoder(tiny_model_folder: Path, tiny_encoder_folder: Path, tmp_path: Path) -> None:
    model = tmp_path / "tiny-bert"
    shutil.copytree(tiny_model_folder, model)
    prompts = json.loads((model / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    prompts["prompts"] = {"query": "", "passage": "пасаж: "}
    (model / "config_sentence_transformers.json").write_text(json.dumps(prompts), encoding="utf-8")
    description = read_description(prepare_encoder(str(model), tmp_path))
    assert description.prompts == {"query": "", "document": "пасаж: "}
    assert description.id != read_description(tiny_encoder_folder).id


def test_a_half_made_encoder_is_made_again(tiny_model_folder: Path, tmp_path: Path) -> None:
    folder = prepare_encoder(str(tiny_model_folder), tmp_path)
    (folder / "encoder.json").write_text("{", encoding="utf-8")
    assert prepare_encoder(str(tiny_model_folder), tmp_path) == folder
    assert Encoder(folder).description.tokenizer == "tokenizers"


def test_an_export_that_fails_leaves_nothing_behind(
    tiny_model_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(file: Path) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(ingest.encoder, "_quantise", fail)
    with pytest.raises(OSError, match="No space left"):
        prepare_encoder(str(tiny_model_folder), tmp_path)
    assert list((tmp_path / "encoders").iterdir()) == []


def test_a_tokenizer_that_sentencepiece_cant_follow_stays_as_it_is(
    tiny_package: TinyPackage, tiny_model_folder: Path, tmp_path: Path
) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    model = tmp_path / "lower-casing"
    shutil.copytree(tiny_model_folder, model)
    pieces = [(piece, -float(place)) for place, piece in enumerate(tiny_package.pieces)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.save(str(model / "tokenizer.json"))
    assert read_description(prepare_encoder(str(model), tmp_path)).tokenizer == "tokenizers"


def test_a_folder_that_is_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"DOVIDNYK_MODEL: .* has no modules\.json; expected a sentence-transformers"):
        prepare_encoder(str(tmp_path), tmp_path)


def test_a_model_that_cant_be_loaded_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "broken"
    model.mkdir()
    (model / "modules.json").write_text(
        '[{"idx": 0, "name": "0", "path": "", "type": "no.such.Module"}]', encoding="utf-8"
    )
    with pytest.raises(ModelError, match=r"broken: sentence-transformers can't load it"):
        prepare_encoder(str(model), tmp_path)


def test_a_hub_name_is_fetched_by_the_hubs_own_client(
    tiny_model_folder: Path, tiny_encoder_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fetch(name: str) -> str:
        asked.append(name)
        return str(tiny_model_folder)

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)
    description = read_description(prepare_encoder("somebody/Tiny_BERT", tmp_path))
    assert set(asked) == {"somebody/Tiny_BERT"}
    assert description.model == "Tiny_BERT"
    assert description.id.startswith("tiny-bert@")
    assert description.revision == read_description(tiny_encoder_folder).revision


def test_a_name_that_no_hub_gives_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(name: str) -> str:
        raise ConnectionError("no route to host")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fetch)
    with pytest.raises(ModelError, match=r"'no/model' is neither a .* folder nor a model that a hub gave: no route"):
        prepare_encoder("no/model", tmp_path)


def test_an_index_of_one_encoder_is_refused_by_another(own_index: Path, tiny_encoder_folder: Path) -> None:
    with pytest.raises(
        BuildError, match=r"made with encoder multilingual-e5-small@\w+, but tiny-bert@\w+ is loaded; run"
    ):
        Engine(load_build(current_build(own_index)), Encoder(tiny_encoder_folder))


def test_ingesting_with_another_encoder_reuses_no_vector(
    real_corpus_folder: Path, own_index: Path, tiny_encoder_folder: Path
) -> None:
    ingested = ingest_corpus(real_corpus_folder, own_index, tiny_encoder_folder)
    assert ingested.encoded == ingested.manifest.counts.chunks
    assert load_build(current_build(own_index)).passages.dimension == 128
