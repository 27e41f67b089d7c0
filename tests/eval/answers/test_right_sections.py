"""Answers judged apart from the ranking."""

from eval.answers.right_sections import RightSectionAsker
from search.engine import Engine
from search.questions import Question


def _question(text: str, relevant: dict[str, int]) -> Question:
    return Question(
        id=text,
        group=text,
        text=text,
        kind="natural",
        lang="uk",
        tags=("multi",) if relevant else (),
        outcome="answered" if relevant else "no_match",
        relevant=relevant,
        facts=(),
        chapter=None,
    )


def test_the_labelled_sections_are_answered_from_whatever_the_ranking_says(engine: Engine) -> None:
    both = _question("щось незрозуміле", {"1.5-2": 3, "1.5-3": 3, "1.1": 1})
    none = _question("скільки коштує квиток", {})
    asker = RightSectionAsker(engine, [both, none])
    shown = asker.ask(both.text)
    assert shown.answer is not None
    assert {quote.section for quote in shown.answer.quotes} == {"1.5-2", "1.5-3"}
    assert all(quote.verbatim for quote in shown.answer.quotes)
    assert asker.ask(none.text).answer is None
