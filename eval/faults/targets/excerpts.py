"""Excerpts: the file's own text at its place, with ranges of whole words in order."""

from hypothesis import strategies as st

from eval.faults.targets.target import Material, Trial
from eval.faults.targets.text import odd_text
from search.excerpt import make_excerpt, read_piece
from search.section import Span


def make(material: Material) -> Trial:
    """Odd texts, of which a piece is shown for some of its own terms and for others."""
    analyser = material.engine.build.analyser

    def check(given: tuple[str, str, int, int]) -> None:
        text, question, one, other = given
        first, last = sorted((min(one, len(text)), min(other, len(text))))
        piece = read_piece(text, Span(first, last), analyser)
        terms = frozenset(analyser.terms(question)) | frozenset(sorted(piece.terms)[:2])
        excerpt = make_excerpt(piece, terms)
        assert excerpt.text == text[excerpt.start : excerpt.end]
        assert first <= excerpt.start <= excerpt.end <= last
        edges = {(token.start, token.end) for tokens in piece.tokens for token in tokens}
        before = 0
        for start, end in excerpt.highlights:
            assert before <= start < end <= len(excerpt.text)
            assert any(edge[0] == start + excerpt.start for edge in edges)
            assert any(edge[1] == end + excerpt.start for edge in edges)
            before = end

    return Trial(st.tuples(odd_text, odd_text, st.integers(0, 1000), st.integers(0, 1000)), check)
