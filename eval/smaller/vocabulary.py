"""Cutting a tokenizer's word pieces to the scripts that questions and the guide are written in.

A piece is kept if all its letters are of these scripts. Text in them is then cut into the very same pieces as before:
no piece that could take part is missing. Only Unigram tokenizers are cut; their pieces stand for themselves.
"""

import unicodedata
from functools import cache
from typing import Any

_SCRIPTS = ("CYRILLIC", "LATIN", "HIRAGANA", "KATAKANA", "CJK", "IDEOGRAPHIC", "MODIFIER LETTER", "HALFWIDTH KATAKANA")
_SPECIAL = 4
"""Ids below this one are special tokens, and keep their numbers."""


def is_needed(piece: str) -> bool:
    """Whether all letters of a piece are Cyrillic, Latin or Japanese; digits, marks and punctuation always are."""
    return all(map(_is_in_use, piece))


@cache
def _is_in_use(char: str) -> bool:
    return not unicodedata.category(char).startswith("L") or unicodedata.name(char, "").startswith(_SCRIPTS)


def cut_pieces(tokenizer: dict[str, Any]) -> list[int] | None:
    """Cut the content of a tokenizer.json in place.

    Gives the ids that are kept, in order: place `i` of the list is the old id of the new id `i`. Gives `None`, and
    leaves the tokenizer as it is, if it is of another kind than Unigram or has tokens outside its vocabulary.
    """
    model = tokenizer["model"]
    if model.get("type") != "Unigram":
        return None
    vocabulary: list[tuple[str, float]] = model["vocab"]
    added = {token["id"] for token in tokenizer["added_tokens"]}
    if added and max(added) >= len(vocabulary):
        return None
    kept = [
        number
        for number, (piece, _) in enumerate(vocabulary)
        if number < _SPECIAL or number in added or is_needed(piece)
    ]
    places = {old: new for new, old in enumerate(kept)}
    model["vocab"] = [vocabulary[number] for number in kept]
    for token in tokenizer["added_tokens"]:
        token["id"] = places[token["id"]]
    return kept
