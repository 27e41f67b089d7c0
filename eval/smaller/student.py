"""Making a student: a copy of a sentence-transformers model with fewer layers and fewer word pieces."""

import json
from pathlib import Path
from typing import Any

from eval.errors import EvalError
from eval.smaller.vocabulary import cut_pieces


def make_student(teacher: Path, layers: int, folder: Path) -> None:
    """Save a student of `layers` layers as a sentence-transformers folder.

    Raises:
        EvalError: the model isn't built of layers as BERT is, or has no more than `layers`.
    """
    from torch.nn import ModuleList

    model = load_model(teacher)
    bert = model[0].model
    held = layers_of(bert)
    if not 1 <= layers < len(held):
        raise EvalError(f"--layers {layers}: {teacher.name} has {len(held)} layers; expected 1 to {len(held) - 1}")
    bert.encoder.layer = ModuleList(held[place] for place in evenly_spaced(layers, len(held)))
    bert.config.num_hidden_layers = layers
    tokenizer = json.loads(model.tokenizer.backend_tokenizer.to_str())
    kept = cut_pieces(tokenizer)
    if kept is not None:
        _keep_words(bert, kept)
    model.save(str(folder))
    if kept is not None:
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


def evenly_spaced(count: int, held: int) -> list[int]:
    """Which layers of `held` are kept: the first, the last, and others in even steps; of one, the last."""
    if count == 1:
        return [held - 1]
    return [round(place * (held - 1) / (count - 1)) for place in range(count)]


def load_model(folder: Path) -> Any:
    """A sentence-transformers model from a folder, dropout off."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # of loading and saving, which takes no time
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True).eval()


def layers_of(bert: Any) -> Any:
    """The layers of a transformers model.

    Raises:
        EvalError: it isn't built as BERT is.
    """
    try:
        return bert.encoder.layer
    except AttributeError as error:
        raise EvalError(f"{type(bert).__name__} has no `encoder.layer`; expected a model built as BERT is") from error


def _keep_words(bert: Any, kept: list[int]) -> None:
    """Word embeddings of the kept ids alone."""
    from torch.nn import Embedding

    rows = bert.get_input_embeddings().weight.detach()[kept].clone()
    bert.set_input_embeddings(Embedding.from_pretrained(rows, freeze=False, padding_idx=bert.config.pad_token_id))
    bert.config.vocab_size = len(kept)
