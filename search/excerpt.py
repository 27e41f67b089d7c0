"""The excerpt of a result: the part of its best chunk that says most about the question, its words marked.

A piece of the guide is cut into sentences and analysed once; a question then only looks its terms up.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from itertools import pairwise

from search.analyser import Analyser, Token
from search.response import Excerpt
from search.section import Span

MAX_EXCERPT = 800

_URL = re.compile(r"https?://\S+")
_SEGMENT_END = re.compile(
    r"(?<=[.!?])(?<!\bм\.)(?<!див\.)[ \t]+(?=[«(\w])(?=\W*[^\Wа-яіїєґa-z])"  # a sentence begins with a capital letter
    r"|\n+"
)
_EDGES = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a chapter, ready to be excerpted.

    Attributes:
        text: its own words.
        start: where it stands in the chapter's file.
        segments: lines and sentences of the piece, in order; together they tile it.
        tokens: the words of each segment, with their places in the file; words of URLs are left out.
        terms: all different terms of these.
    """

    text: str
    start: int
    segments: tuple[Span, ...]
    tokens: tuple[tuple[Token, ...], ...]
    terms: frozenset[str]

    def words(self, span: Span) -> str:
        """Its words at a span of the file."""
        return self.text[span.start - self.start : span.end - self.start]


def read_piece(text: str, span: Span, analyser: Analyser) -> Piece:
    """Cut and analyse the piece of a chapter's file at `span`."""
    return read_words(span.of(text), span.start, analyser)


def read_words(text: str, start: int, analyser: Analyser) -> Piece:
    """Cut and analyse a piece.

    Args:
        text: its own words.
        start: where it stands in the chapter's file.
    """
    bounds = sorted({0, *(match.end() for match in _SEGMENT_END.finditer(text)), len(text)})
    inside = tuple(Span(begin, end) for begin, end in pairwise(bounds)) or (Span(0, len(text)),)
    tokens = tuple(tuple(_words(segment.of(text), start + segment.start, analyser)) for segment in inside)
    segments = tuple(Span(start + segment.start, start + segment.end) for segment in inside)
    return Piece(text, start, segments, tokens, frozenset(token.term for words in tokens for token in words))


def make_excerpt(piece: Piece, terms: Set[str]) -> Excerpt:
    """The window of whole lines and sentences that holds the most different words of the question.

    Args:
        terms: the question's terms.
    """
    first, last = _best_window(piece, terms)
    window = _trimmed(piece, Span(piece.segments[first].start, piece.segments[last].end))
    found = [token for tokens in piece.tokens[first : last + 1] for token in tokens if token.term in terms]
    return Excerpt(
        text=piece.words(window),
        start=window.start,
        end=window.end,
        highlights=tuple((start - window.start, end - window.start) for start, end in _merged(found)),
    )


def _words(words: str, place: int, analyser: Analyser) -> list[Token]:
    """The tokens of words that stand at a place, but for those inside URLs."""
    urls = [match.span() for match in _URL.finditer(words)]
    return [
        Token(token.term, place + token.start, place + token.end)
        for token in analyser.tokens(words)
        if not any(start < token.end and token.start < end for start, end in urls)
    ]


def _merged(tokens: list[Token]) -> tuple[tuple[int, int], ...]:
    """The ranges of tokens in order, overlapping ones (pairs of Japanese characters) as one."""
    ranges: list[tuple[int, int]] = []
    for token in tokens:
        if ranges and token.start < ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], token.end)
        else:
            ranges.append((token.start, token.end))
    return tuple(ranges)


def _best_window(piece: Piece, terms: Set[str]) -> tuple[int, int]:
    """First and last segment of the first window with the most different terms."""
    held = [{token.term for token in tokens} & terms for tokens in piece.tokens]
    best, best_found = (0, 0), -1
    last = 0
    for first, segment in enumerate(piece.segments):
        last = max(first, last)
        while last + 1 < len(piece.segments) and piece.segments[last + 1].end - segment.start <= MAX_EXCERPT:
            last += 1
        found = len(set().union(*held[first : last + 1]))
        if found > best_found:
            best, best_found = (first, last), found
        if last + 1 == len(piece.segments):
            break
    return best


def _trimmed(piece: Piece, span: Span) -> Span:
    words = piece.words(span)
    start = span.start + len(words) - len(words.lstrip(_EDGES))
    return Span(start, max(start, span.end - (len(words) - len(words.rstrip(_EDGES)))))
