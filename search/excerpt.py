"""The excerpt of a result: the part of its best chunk that says most about the question, its words marked."""

import re
from collections.abc import Set
from itertools import pairwise

from search.analyser import Analyser
from search.response import Excerpt
from search.section import Span

MAX_EXCERPT = 400

_URL = re.compile(r"https?://\S+")
_SEGMENT_END = re.compile(r"(?<=[.!?])(?<!\bм\.)(?<!див\.)[ \t]+(?=[«(\w])(?=\W*[^\Wа-яіїєґa-z])|\n+")
_EDGES = " \t\r\n"


def make_excerpt(text: str, span: Span, terms: Set[str], analyser: Analyser) -> Excerpt:
    """The window of whole lines and sentences within `span` that holds the most different words of the question.

    Args:
        text: the chapter's file.
        span: the chunk's place in it.
        terms: the question's terms.
    """
    window = _best_window(text, span, terms, analyser)
    words = window.of(text)
    return Excerpt(
        text=words, start=window.start, end=window.end, highlights=tuple(find_highlights(words, terms, analyser))
    )


def find_highlights(text: str, terms: Set[str], analyser: Analyser) -> list[tuple[int, int]]:
    """Ranges of the words of `text` whose lemma is one of `terms`, inflected forms included, never inside a URL."""
    urls = [match.span() for match in _URL.finditer(text)]
    found: list[tuple[int, int]] = []
    for token in analyser.tokens(text):
        if token.term not in terms or any(start < token.end and token.start < end for start, end in urls):
            continue
        if found and token.start < found[-1][1]:
            found[-1] = (found[-1][0], token.end)
        else:
            found.append((token.start, token.end))
    return found


def _best_window(text: str, span: Span, terms: Set[str], analyser: Analyser) -> Span:
    segments = _segments(text, span)
    best, best_found = _trimmed(text, segments[0]), -1
    for first, segment in enumerate(segments):
        last = first
        while last + 1 < len(segments) and segments[last + 1].end - segment.start <= MAX_EXCERPT:
            last += 1
        window = _trimmed(text, Span(segment.start, segments[last].end))
        found = len({token.term for token in analyser.tokens(window.of(text))} & terms)
        if found > best_found:
            best, best_found = window, found
        if last + 1 == len(segments):
            break
    return best


def _segments(text: str, span: Span) -> list[Span]:
    """The lines and sentences of a span; together they tile it."""
    ends = [span.start + match.end() for match in _SEGMENT_END.finditer(span.of(text))]
    bounds = sorted({span.start, *ends, span.end})
    return [Span(start, end) for start, end in pairwise(bounds)] or [span]


def _trimmed(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(_EDGES))
    return Span(start, max(start, span.end - (len(words) - len(words.rstrip(_EDGES)))))
