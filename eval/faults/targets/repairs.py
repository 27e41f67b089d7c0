"""Repair: each begins where the one before ended, changes something, and leaves a question."""

from eval.faults.targets.target import Material, Trial
from eval.faults.targets.text import odd_text
from search.errors import QuestionError
from search.normalise import normalise_question
from search.repair import Repairer


def make(material: Material) -> Trial:
    """Odd questions, repaired."""
    repairer = Repairer(material.engine.build.vocabulary)

    def check(raw: str) -> None:
        try:
            question = normalise_question(raw)
        except QuestionError:
            return
        repairs = repairer.repair(question)
        assert repairer.repair(question) == repairs
        before, kinds = question, [repair.kind for repair in repairs]
        for repair in repairs:
            assert repair.from_ == before != repair.to
            assert repair.to.strip()
            before = repair.to
        assert len(set(kinds)) == len(kinds)

    return Trial(odd_text, check)
