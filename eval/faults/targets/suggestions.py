"""Suggestions: few, none twice, their ranges in order within the text."""

from eval.faults.targets.target import Material, Trial
from eval.faults.targets.text import odd_text
from search.suggest import MAX_SUGGESTIONS


def make(material: Material) -> Trial:
    """Odd typing."""
    suggester = material.engine.suggester

    def check(typed: str) -> None:
        found = suggester.suggest(typed)
        texts = [one.candidate.text for one in found]
        assert len(texts) <= MAX_SUGGESTIONS
        assert len(set(texts)) == len(texts)
        for one in found:
            before = 0
            for start, end in one.highlights:
                assert before <= start < end <= len(one.candidate.text)
                before = end

    return Trial(odd_text, check)
