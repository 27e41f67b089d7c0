"""Which word pieces a student keeps."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.smaller.vocabulary import cut_pieces, is_needed
from tests.eval.smaller.conftest import FOREIGN


@pytest.fixture
def tokenizer(teacher: Path) -> dict[str, Any]:
    """The content of the teacher's tokenizer.json."""
    data: dict[str, Any] = json.loads((teacher / "tokenizer.json").read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize(
    "piece", ["▁посвідк", "ґ", "▁card", "ō", "在留", "カード", "々", "ー", "▁14", "№", "ʼ", "\u0301", "…", "▁"]
)
def test_scripts_in_use_are_kept(piece: str) -> None:
    assert is_needed(piece)


@pytest.mark.parametrize("piece", [*FOREIGN, "▁हिन्दी", "ไทย", "cα"])
def test_other_scripts_are_not(piece: str) -> None:
    assert not is_needed(piece)


def test_kept_ids_say_what_each_new_id_was(tokenizer: dict[str, Any]) -> None:
    before = [piece for piece, _ in tokenizer["model"]["vocab"]]
    kept = cut_pieces(tokenizer)
    assert kept is not None
    after = [piece for piece, _ in tokenizer["model"]["vocab"]]
    assert after == [before[old] for old in kept]
    assert set(before) - set(after) == set(FOREIGN)
    assert kept[:4] == [0, 1, 2, 3]
    for token in tokenizer["added_tokens"]:
        assert after[token["id"]] == token["content"]


def test_other_kinds_of_tokenizers_are_left_as_they_are() -> None:
    tokenizer = {"model": {"type": "WordPiece", "vocab": {"ελ": 0}}, "added_tokens": []}
    assert cut_pieces(tokenizer) is None
    assert tokenizer == {"model": {"type": "WordPiece", "vocab": {"ελ": 0}}, "added_tokens": []}
