"""Preparing an encoder: any sentence-transformers model becomes an ONNX int8 folder for the query path, once.

The default model comes from a PyPI package (`ingest.e5_package`), so no model hub is needed. The exported folder is
kept under `var/encoders/` by the digest of its source, and found again there.
"""

import contextlib
import hashlib
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ingest import e5_package, sentencepiece_model
from ingest.errors import ModelError
from ingest.word_table import cut_word_table, input_names
from search.digest import sha256_of
from search.encoder import EncoderDescription, read_description
from search.errors import EncoderError
from search.word_table import save_word_table

_EXPORT_VERSION = "3"
_TOKENIZER_PROBES = (
    "посвідка на проживання, п'ять років",
    "Загубив(ла) картку — № 5 ①, що робити?!",
    "в’їзд, ПРИЇЗД, й ї ґ є",
    "在留カードをなくしました",
    "ＡＢＣ １２３ ｆｕｌｌ",
    "What if I overstay? Tel. 03-5796-7112",
    "  два   пробіли\tі табуляція\nі рядок ",
)

Precision = Literal["int8", "float32"]


def prepare_encoder(model: str, var: Path, precision: Precision = "int8") -> Path:
    """The folder of the exported encoder, made now if it isn't there yet.

    Args:
        model: `multilingual-e5-small` for the default, else a folder or hub name of a sentence-transformers model.
        var: where models and encoders are kept.
        precision: `int8` for dynamic quantisation of the weights (word embeddings in float16), or `float32`.

    Raises:
        ModelError: the model can't be read or exported.
    """
    digest = _source_digest(model)
    revision = hashlib.sha256(f"{_EXPORT_VERSION}:{precision}:{digest}".encode()).hexdigest()[:12]
    folder = var / "encoders" / f"{_slug(model)}-{precision}-{revision}"
    try:
        read_description(folder)
    except EncoderError:
        _export(model, var, folder, revision, precision)
    return folder


def source_folder(model: str, var: Path) -> Path:
    """The float32 sentence-transformers folder of a model; the default is made from the package if it isn't there."""
    if model != e5_package.MODEL_NAME:
        return _local_folder(model)
    folder = var / "models" / f"{e5_package.MODEL_NAME}-{e5_package.FILE_SHA256[:12]}"
    if not (folder / "modules.json").exists():
        with _staged(folder) as staging, _quiet():
            e5_package.save_as_sentence_transformer(staging)
    return folder


def _source_digest(model: str) -> str:
    if model == e5_package.MODEL_NAME:
        return e5_package.FILE_SHA256
    folder = _local_folder(model)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    names = "".join(f"{file.relative_to(folder)}:{sha256_of(file)}\n" for file in files)
    return hashlib.sha256(names.encode()).hexdigest()


def _local_folder(model: str) -> Path:
    folder = Path(model)
    if (folder / "modules.json").exists():
        return folder
    if folder.is_dir():
        raise ModelError(f"DOVIDNYK_MODEL: {folder} has no modules.json; expected a sentence-transformers folder")
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model))
    except Exception as error:
        raise ModelError(
            f"DOVIDNYK_MODEL: {model!r} is neither a sentence-transformers folder nor a model that a hub gave: {error}"
        ) from error


def _slug(model: str) -> str:
    return "".join(char if char.isalnum() or char in "-." else "-" for char in Path(model).name.lower())


def _export(model: str, var: Path, folder: Path, revision: str, precision: Precision) -> None:
    source = source_folder(model, var)
    with _staged(folder) as staging, _quiet():
        transformer = _load(source)
        _export_onnx(transformer, staging / "model.onnx")
        words = cut_word_table(staging / "model.onnx")
        if precision == "int8":
            _quantise(staging / "model.onnx")
        if words is not None:
            save_word_table(staging, words.astype(np.float16) if precision == "int8" else words)
        tokenizer = _save_tokenizer(transformer, staging)
        names = sorted(file.name for file in staging.iterdir())
        description = EncoderDescription(
            id=f"{_slug(model)}@{revision}",
            model=model if model == e5_package.MODEL_NAME else Path(model).name,
            revision=revision,
            dimension=_dimension(transformer),
            prompts=_prompts(transformer),
            max_tokens=int(transformer.max_seq_length or 512),
            precision=precision,
            tokenizer=tokenizer,
            inputs=input_names(staging / "model.onnx"),
            files={name: sha256_of(staging / name) for name in names},
        )
        (staging / "encoder.json").write_text(description.model_dump_json(indent=2) + "\n", encoding="utf-8")


@contextlib.contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A scratch folder beside `folder` that takes its name when all went well, and is removed when not."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield staging
        if folder.exists():
            shutil.rmtree(folder)
        staging.chmod(0o755)
        os.rename(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporters' progress bars and known warnings off the terminal."""
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        root.setLevel(level)


def _load(source: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(
            str(source), device="cpu", model_kwargs={"attn_implementation": "eager"}, local_files_only=True
        ).eval()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{source}: sentence-transformers can't load it: {error}") from error


def _export_onnx(transformer: Any, file: Path) -> None:
    """Export the whole pipeline, pooling and normalisation included."""
    import torch
    from sentence_transformers.sentence_transformer.modules import Normalize

    normalised = any(isinstance(module, Normalize) for module in transformer)
    features = transformer.preprocess(["перше речення, довше", "друге"])
    names = tuple(name for name in ("input_ids", "attention_mask", "token_type_ids") if name in features)

    class Pipeline(torch.nn.Module):  # type: ignore[misc]
        """The modules of a sentence-transformers model as one graph over positional inputs."""

        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            output: torch.Tensor = self.transformer(dict(zip(names, tensors, strict=True)))["sentence_embedding"]
            return output if normalised else torch.nn.functional.normalize(output, dim=-1)

    axes = {name: {0: "batch", 1: "length"} for name in names} | {"embedding": {0: "batch"}}
    with torch.no_grad():
        torch.onnx.export(
            Pipeline(),
            tuple(features[name] for name in names),
            str(file),
            input_names=list(names),
            output_names=["embedding"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,  # the default exporter needs onnxscript, and gives the same graph here
        )


def _quantise(file: Path) -> None:
    """Replace float32 weights by int8 ones, per channel.

    Weights take 7 bits (`reduce_range`), so that sums can't saturate on processors without int8 instructions: the
    results are the same everywhere.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = file.with_name("full.onnx")
    file.rename(full)
    quantize_dynamic(full, file, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()


def _save_tokenizer(transformer: Any, folder: Path) -> Literal["sentencepiece", "tokenizers"]:
    """Save the tokenizer as a SentencePiece model if one with the same ids can be rebuilt, else as it is."""
    fast = transformer.tokenizer
    file = folder / "tokenizer.json"
    fast.backend_tokenizer.save(str(file))
    pieces = sentencepiece_model.pieces_of(file)
    if pieces is None:
        return "tokenizers"
    model = sentencepiece_model.build(pieces)
    if sentencepiece_model.differing_texts(model, file, _TOKENIZER_PROBES):
        return "tokenizers"
    file.unlink()
    (folder / "tokenizer.model").write_bytes(model)
    return "sentencepiece"


def _dimension(transformer: Any) -> int:
    return int(transformer.get_embedding_dimension())


def _prompts(transformer: Any) -> dict[Literal["query", "document"], str]:
    prompts: dict[str, str] = transformer.prompts or {}
    document = prompts.get("document") or prompts.get("passage") or ""
    return {"query": prompts.get("query") or "", "document": document}
