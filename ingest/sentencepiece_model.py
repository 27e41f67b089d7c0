"""A SentencePiece model rebuilt from a fast tokenizer of the XLM-RoBERTa family.

`tokenizers` costs about 285 MB and a second of start-up with a vocabulary of 250,000 pieces; SentencePiece with the
same pieces costs a fifth of that, so the query path uses it where the rebuilt model gives the same ids.
"""

import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2

from ingest.errors import ModelError

_NORMALIZER = "nmt_nfkc"


def pieces_of(tokenizer_json: Path) -> list[tuple[str, float]] | None:
    """Pieces with scores of a Unigram tokenizer as XLM-RoBERTa arranges it (ids 0-3: bos, pad, eos, unk), else None."""
    model = json.loads(tokenizer_json.read_text(encoding="utf-8"))["model"]
    if model.get("type") != "Unigram" or model.get("unk_id") != 3:
        return None
    pieces = [(str(piece), float(score)) for piece, score in model["vocab"]]
    return pieces if [piece for piece, _ in pieces[:4]] == ["<s>", "<pad>", "</s>", "<unk>"] else None


def build(pieces: Sequence[tuple[str, float]]) -> bytes:
    """Serialise a SentencePiece model whose piece `i` has id `i`."""
    model = sentencepiece_model_pb2.ModelProto()
    for index, (text, score) in enumerate(pieces):
        piece = model.pieces.add()
        piece.piece = text
        piece.score = score
        piece.type = _piece_type(index)
    model.trainer_spec.model_type = sentencepiece_model_pb2.TrainerSpec.UNIGRAM
    model.trainer_spec.vocab_size = len(pieces)
    model.trainer_spec.bos_id, model.trainer_spec.pad_id = 0, 1
    model.trainer_spec.eos_id, model.trainer_spec.unk_id = 2, 3
    model.trainer_spec.bos_piece, model.trainer_spec.pad_piece = "<s>", "<pad>"
    model.normalizer_spec.CopyFrom(_normalizer())
    data: bytes = model.SerializeToString()
    return data


def _piece_type(index: int) -> int:
    types = sentencepiece_model_pb2.ModelProto.SentencePiece
    if index < 3:
        return int(types.CONTROL)
    return int(types.UNKNOWN if index == 3 else types.NORMAL)


def _normalizer() -> sentencepiece_model_pb2.NormalizerSpec:
    """The NMT-NFKC rules with their compiled character map, which only a trained model has: one is trained for it."""
    trained = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["а б в г д", "a b c d e"]),
        model_writer=trained,
        vocab_size=20,
        hard_vocab_limit=False,
        normalization_rule_name=_NORMALIZER,
        minloglevel=2,
    )
    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString(trained.getvalue())
    if not model.normalizer_spec.precompiled_charsmap:
        raise ModelError(f"SentencePiece made no character map for {_NORMALIZER!r}")
    spec: sentencepiece_model_pb2.NormalizerSpec = model.normalizer_spec
    spec.add_dummy_prefix = True
    spec.remove_extra_whitespaces = True
    return spec


def differing_texts(model: bytes, tokenizer_json: Path, texts: Iterable[str]) -> list[str]:
    """The texts that the rebuilt model and the original tokenizer turn into different ids."""
    from tokenizers import Tokenizer

    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    original = Tokenizer.from_file(str(tokenizer_json))
    original.no_padding()
    original.no_truncation()
    return [text for text in texts if [0, *processor.encode(text.strip()), 2] != original.encode(text.strip()).ids]
