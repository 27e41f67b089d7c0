"""Suggestions while a question is typed, over the real guide."""

import time
from statistics import median

import pytest

from ingest.corpus import Corpus
from search.analyser import Analyser
from search.build import Build
from search.engine import Engine
from search.normalise import fold
from search.repair import Repairer
from search.suggest import MAX_SUGGESTIONS, Suggester
from search.suggestion import Candidate, Suggestion


@pytest.fixture(scope="module")
def suggester(build: Build) -> Suggester:
    return Suggester(build.suggestions, build.analyser, Repairer(build.vocabulary).unfinished.readings)


def texts(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.candidate.text for suggestion in found]


def marked(suggestion: Suggestion) -> str:
    """The text with its highlights in brackets."""
    text = suggestion.candidate.text
    for start, end in reversed(suggestion.highlights):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def of(*candidates: str) -> Suggester:
    return Suggester([Candidate(text, "question") for text in candidates], Analyser(), lambda _: ())


def test_beginnings_of_words_in_any_order(suggester: Suggester) -> None:
    expected = "Який [телеф]он імміграційного бюро в [Осац]і?"
    assert expected in map(marked, suggester.suggest("телеф осац"))
    assert expected in map(marked, suggester.suggest("ОСАЦ телеф"))


def test_another_form_of_a_finished_word_is_found_and_marked_whole(suggester: Suggester) -> None:
    assert "Який [телефон] імміграційного бюро в [Осаці]?" in map(marked, suggester.suggest("телефон осака"))


@pytest.mark.parametrize("typed", ["в'їзд", "в’їзд", "вʼїзд", "вїзд", "В`ЇЗД"])
def test_the_apostrophe_may_be_any_or_none(suggester: Suggester, typed: str) -> None:
    assert "Як отримати дозвіл на повторний [в'їзд]?" in map(marked, suggester.suggest(typed))


@pytest.mark.parametrize("typed", ["pfue,b", "zahub", "ZAHUB"])
def test_wrong_layout_and_latin_letters_are_read_though_the_word_is_unfinished(
    suggester: Suggester, typed: str
) -> None:
    assert texts(suggester.suggest(typed))[0] == "Що робити, якщо загубилася картка резидента?"


@pytest.mark.parametrize("typed", ["посвітк", "псовідк", "посвдк", "посввідк"])
def test_one_slip_is_forgiven_where_nothing_else_is_found(suggester: Suggester, typed: str) -> None:
    assert "[Посвідка] на проживання" in map(marked, suggester.suggest(typed))


def test_a_slip_is_not_looked_for_where_the_word_is_found() -> None:
    suggester = of("Як подати заяву?", "Як додати заяву?")
    assert texts(suggester.suggest("подати")) == ["Як подати заяву?"]
    assert texts(suggester.suggest("бодати")) == ["Як подати заяву?", "Як додати заяву?"]


def test_two_slips_are_too_many(suggester: Suggester) -> None:
    assert suggester.suggest("пожвітг") == ()


def test_what_people_say_brings_up_what_the_guide_says(suggester: Suggester) -> None:
    for typed in ("lost card", "посіяла картку", "紛失"):
        found = suggester.suggest(typed)[0]
        assert found.candidate.section_id == "1.1-3"
        assert found.highlights == ()


def test_what_begins_as_was_typed_comes_first() -> None:
    suggester = of("Чи видають посвідку туристам?", "Кому видають посвідку?", "Посвідка: що це?")
    assert texts(suggester.suggest("посвід"))[0] == "Посвідка: що це?"
    assert texts(suggester.suggest("видають"))[0] == "Чи видають посвідку туристам?"


def test_no_text_twice_and_no_more_than_wanted(suggester: Suggester) -> None:
    for typed in ("", "п", "посвідка", "як", "дозвіл на повторний в'їзд"):
        found = texts(suggester.suggest(typed))
        assert 1 < len(found) <= MAX_SUGGESTIONS
        assert len(set(map(fold, found))) == len(found)
        assert texts(suggester.suggest(typed, 2)) == found[:2]


def test_questions_are_not_crowded_out_by_headings(suggester: Suggester) -> None:
    kinds = [suggestion.candidate.kind for suggestion in suggester.suggest("по")]
    assert kinds.count("question") >= 2
    assert kinds.count("heading") == 3


def test_little_words_need_not_be_there(suggester: Suggester) -> None:
    assert "Яка адреса імміграційного бюро в Осаці?" in texts(suggester.suggest("адреса у осаці"))


def test_nothing_typed_gives_starters(suggester: Suggester) -> None:
    for typed in ("", "  "):
        assert texts(suggester.suggest(typed))[0] == "Що робити, якщо загубилася картка резидента?"
        assert len(suggester.suggest(typed)) == MAX_SUGGESTIONS


@pytest.mark.parametrize("typed", ["?!", "€", "ъъъъ", "кенгуру", "а" * 1000, "1 2 3 4 5", "\u0301", "'"])
def test_what_fits_nothing_gives_nothing(suggester: Suggester, typed: str) -> None:
    assert suggester.suggest(typed) == ()


def test_highlights_lie_in_the_text_in_order(suggester: Suggester) -> None:
    for typed in ("п", "як продовж", "vbuhfw", "прожив статус"):
        for suggestion in suggester.suggest(typed):
            ends = [place for mark in suggestion.highlights for place in mark]
            assert ends == sorted(ends)
            assert not ends or (ends[0] >= 0 and ends[-1] <= len(suggestion.candidate.text))


def test_every_question_is_answered_by_its_section(engine: Engine) -> None:
    """A reader who takes a suggestion must get its answer, whatever is reworded or set anew."""
    for candidate in engine.build.suggestions:
        if candidate.kind == "question":
            response = engine.search(candidate.text)
            shown = (response.outcome, response.repairs, response.results[0].section.id)
            assert shown == ("answered", (), candidate.section_id), candidate.text


def test_no_heading_and_no_term_is_turned_away(engine: Engine) -> None:
    """What the guide's own words name, it has; a heading that other sections share may be less than sure."""
    for candidate in engine.build.suggestions:
        if candidate.kind != "question":
            assert engine.search(candidate.text).outcome in {"answered", "uncertain"}, candidate.text


def test_typing_is_followed_in_a_millisecond_among_seven_thousand_candidates(build: Build, corpus: Corpus) -> None:
    asked = [Candidate(question.text, "question") for question in corpus.asked[:7000]]
    suggester = Suggester(asked, build.analyser, Repairer(build.vocabulary).unfinished.readings)
    seconds = []
    for candidate in build.suggestions[::8]:
        for length in range(1, len(candidate.text)):
            start = time.perf_counter()
            suggester.suggest(candidate.text[:length])
            seconds.append(time.perf_counter() - start)
    assert median(seconds) < 0.005, "a millisecond is usual; a busy machine gets some more"
