"""The analyser: tokens lie in the text, in order; the same text has the same terms."""

from eval.faults.targets.target import Material, Trial
from eval.faults.targets.text import odd_text


def make(material: Material) -> Trial:
    """Odd text, analysed."""
    analyser = material.engine.build.analyser

    def check(text: str) -> None:
        tokens = list(analyser.tokens(text))
        before = 0
        for token in tokens:
            assert 0 <= token.start < token.end <= len(text)
            assert token.start >= before
            assert token.term
            before = token.start
        assert analyser.terms(text) == analyser.meaningful(tokens)

    return Trial(odd_text, check)
