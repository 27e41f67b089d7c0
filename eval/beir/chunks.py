"""Cutting a plain document the way the guide is cut: paragraphs packed into pieces, the title with each as context.

A document of several pieces that fits the encoder's window is a passage as a whole too. Lengths are in the encoder's
tokens, prompt and special tokens included.
"""

import re
from collections.abc import Callable, Iterator

CountTokens = Callable[[str], int]

CHUNKER_VERSION = "1"
PIECE_TOKENS = 192  # nine of ten chunks of the guide are no longer

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
_TITLE_SHARE = 4


def cut_document(title: str, text: str, count_tokens: CountTokens, window: int) -> list[str]:
    """The passages of a document, in order, the whole last; none where title and text hold no words.

    A paragraph longer than a piece is cut between sentences, a longer sentence in halves. Of a title that would fill
    more than a quarter of a piece, the beginning is kept.

    Args:
        count_tokens: length of a passage in the encoder's tokens.
        window: the encoder's window.
    """
    frame = count_tokens("")

    def length(words: str) -> int:
        return count_tokens(words) - frame

    piece = min(PIECE_TOKENS, window) - frame
    context = next(_halves(" ".join(title.split()), length, piece // _TITLE_SHARE), "")
    context = f"{context.strip(' .:')}.\n" if context else ""
    paragraphs = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not paragraphs:
        return [context.strip()] if context else []
    room = piece - length(context)
    pieces = list(_packed(_units(paragraphs, length, room), length, room))
    whole = " ".join(paragraphs)
    fits = len(pieces) > 1 and count_tokens(context + whole) <= window
    return [context + words for words in (*pieces, *([whole] if fits else []))]


def _units(paragraphs: list[str], length: CountTokens, room: int) -> Iterator[str]:
    """Paragraphs, sentences of long ones, halves of long sentences: none longer than `room`."""
    for paragraph in paragraphs:
        if length(paragraph) <= room:
            yield paragraph
            continue
        for sentence in _SENTENCE_END.split(paragraph):
            yield from _halves(sentence, length, room)


def _halves(words: str, length: CountTokens, room: int) -> Iterator[str]:
    """The words, cut in the middle until each part fits; between words where there are any."""
    if length(words) <= room or len(words) == 1:
        if words:
            yield words
        return
    middle = len(words) // 2
    cut = words.rfind(" ", 1, middle)
    cut = middle if cut < 0 else cut
    yield from _halves(words[:cut].rstrip(), length, room)
    yield from _halves(words[cut:].lstrip(), length, room)


def _packed(units: Iterator[str], length: CountTokens, room: int) -> Iterator[str]:
    """Neighbouring units put together as long as they fit."""
    packed: list[str] = []
    used = 0
    for unit in units:
        tokens = length(unit)
        if packed and used + tokens > room:
            yield " ".join(packed)
            packed, used = [], 0
        packed.append(unit)
        used += tokens
    yield " ".join(packed)
