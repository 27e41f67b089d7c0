"""A search as a whole: whatever is asked, a refusal or a response whose quotes are the guide's own."""

from eval.faults.targets.target import Material, Trial
from eval.faults.targets.text import odd_text
from search.errors import QuestionError
from search.section import Span


def make(material: Material) -> Trial:
    """Odd questions."""
    engine = material.engine
    guide = engine.build.guide

    def check(question: str) -> None:
        try:
            response = engine.search(question)
        except QuestionError:
            return
        assert (response.answer is not None) == (response.outcome == "answered")
        assert 0 <= response.confidence <= 1
        assert [result.rank for result in response.results] == list(range(1, len(response.results) + 1))
        for quote in response.answer.quotes if response.answer else ():
            chapter = guide.sections[quote.section_id].chapter
            assert quote.text == Span(quote.start, quote.end).of(guide.texts[chapter])
        response.model_dump_json().encode("utf-8")

    return Trial(odd_text, check)
