"""Answers over the real build: quoted, in order, whole, and checked."""

from dataclasses import replace

import pytest

from search.build import Build
from search.encoder import Encoder
from search.engine import Engine, SearchOptions
from search.response import Answer
from search.texts import Texts


def ask(engine: Engine, question: str) -> Answer:
    response = engine.search(question, SearchOptions(limit=1))
    assert response.outcome == "answered"
    assert response.answer is not None
    return response.answer


@pytest.mark.parametrize(
    ("question", "section", "said_first"),
    [
        ("загубила картку, за скільки днів подати на нову?", "1.1-3", "протягом 14 днів із дня втрати"),
        ("куди надіслати картку поштою", "1.1-4", "Надішліть поштою на наступну адресу"),
        ("На скільки років закривають в'їзд після депортації?", "1.5-2", "протягом 5-10 років"),
        ("telefon imihratsiinoho biuro v Osatsi", "1.6", "Осака"),
        ("How long do I have to report the birth of my baby to immigration?", "1.2-4", "протягом 30 днів"),
    ],
)
def test_what_is_asked_for_is_said(engine: Engine, question: str, section: str, said_first: str) -> None:
    answer = ask(engine, question)
    assert answer.quotes[0].section_id == section
    assert said_first in answer.text


@pytest.mark.parametrize(
    ("question", "papers"),
    [
        (
            "які документи потрібні, щоб відновити загублену картку",
            ["Паспорт", "1 фото обличчя", "факт втрати", "(довідка про втрату", "Заява про переоформлення"],
        ),
        (
            "Які документи подати на постійне проживання?",
            ["Паспорт", "Посвідка на проживання", "1 фото обличчя", "Заява про дозвіл", "Інші необхідні документи"],
        ),
    ],
)
def test_a_question_for_documents_gets_them_all(engine: Engine, question: str, papers: list[str]) -> None:
    answer = ask(engine, question)
    assert "Які документи необхідно надати" in answer.text
    for paper in papers:
        assert any(quote.text.startswith(paper) or paper in quote.text for quote in answer.quotes)


def test_a_part_of_the_documents_never_passes_for_all(engine: Engine, build: Build) -> None:
    for pieces in build.answers.sections.values():
        listed = {
            piece.parts[0].text
            for piece in pieces.all
            if any("документи необхідно" in pieces.all[lead].parts[0].text for lead in piece.leads)
            and piece.parts[0].kind == "item"
        }
        for question in ("загубила картку, шо робити", "віза кінчається, хочу лишитись, куди йти", "хочу підробляти"):
            shown = {quote.text for quote in ask(engine, question).quotes}
            assert shown & listed in (set(), listed) or len(shown & listed) == len(listed & shown)


def test_every_quote_is_the_guides_text_and_the_text_is_the_quotes(engine: Engine) -> None:
    guide = engine.build.guide
    for question in ("загубила картку", "номер інформаційного центру", "умови добровільного виїзду без депортації"):
        answer = ask(engine, question)
        for quote in answer.quotes:
            section = guide.sections[quote.section_id]
            assert guide.texts[section.chapter][quote.start : quote.end] == quote.text
            assert section.span.start <= quote.start < quote.end <= section.span.end
        assert answer.text == "\n".join(" ".join(quote.text.split()) for quote in answer.quotes)


def test_a_line_that_leads_in_stands_before_what_it_introduces(engine: Engine) -> None:
    quotes = ask(engine, "Помер мій батько, чи треба здавати його картку?").quotes
    texts = [quote.text for quote in quotes]
    lead = next(place for place, text in enumerate(texts) if text.endswith("у таких випадках:"))
    assert lead < next(place for place, text in enumerate(texts) if text.startswith("Коли помирає"))


def test_deadlines_are_data_with_their_place(engine: Engine) -> None:
    answer = ask(engine, "загубила картку, за скільки днів подати на нову?")
    assert [(deadline.text, deadline.days) for deadline in answer.deadlines] == [("14 днів", 14)]
    (deadline,) = answer.deadlines
    assert engine.build.guide.texts["1"][deadline.start : deadline.end] == "14 днів"


def test_a_source_names_section_page_and_official_link(engine: Engine) -> None:
    (source,) = ask(engine, "загубила картку, за скільки днів подати на нову?").sources
    assert source.citation == "Розділ 1, пункт 1, підпункт 1-3 «Втрата посвідки на проживання»"
    assert source.page == "/guide/1.1-3"
    assert source.link.kind == "official"
    assert source.link.url.endswith("nyuukokukanri10_00010.html")


def test_two_sections_are_quoted_where_both_are_needed(engine: Engine) -> None:
    answer = engine.answer_from(
        "звичайний чи спеціальний дозвіл на повторний в'їзд, у чому різниця", ["1.3.1", "1.3.2"]
    )
    assert answer is not None
    assert [source.section_id for source in answer.sources] == ["1.3.1", "1.3.2"]
    assert {quote.section_id for quote in answer.quotes} == {"1.3.1", "1.3.2"}


def test_a_section_without_text_of_its_own_gives_no_answer(engine: Engine) -> None:
    assert engine.answer_from("що таке посвідка", ["1.2"]) is None


def test_an_answer_that_fails_the_check_is_not_given(build: Build, encoder: Encoder) -> None:
    texts = dict(build.guide.texts)
    texts["1"] = texts["1"].replace("протягом 14 днів", "протягом 41 дня!")
    altered = replace(build, guide=replace(build.guide, texts=Texts(texts)))
    response = Engine(altered, encoder).search("загубила картку, за скільки днів подати на нову?")
    assert response.answer is None
    assert response.outcome == "uncertain"
