"""From a response to what a run keeps of it."""

from eval.records import EXCERPTS_KEPT
from eval.run.shown import SectionText, shown_of
from search.engine import Engine, SearchOptions
from search.guide import Guide
from search.response import Answer, Pointer, Quote, SearchResponse


def _texts(guide: Guide, section_id: str) -> SectionText | None:
    section = guide.sections.get(section_id)
    return SectionText(guide.own_text(section), section.span.start) if section else None


def _response(engine: Engine, question: str = "загубила посвідку на проживання") -> SearchResponse:
    return engine.search(question, SearchOptions(limit=20, explain=True))


def test_the_ranking_is_kept_whole_and_its_beginning_readable(engine: Engine) -> None:
    response = _response(engine)
    shown = shown_of(response, lambda name: _texts(engine.build.guide, name))
    assert [result.section for result in shown.results] == [result.section.id for result in response.results]
    assert [bool(result.excerpt) for result in shown.results] == [place < EXCERPTS_KEPT for place in range(20)]
    assert shown.results[0].title == response.results[0].section.title


def test_repairs_outcome_and_confidence_are_kept(engine: Engine) -> None:
    response = _response(engine, "zahubyv posvidku na prozhyvannya")
    shown = shown_of(response, lambda name: _texts(engine.build.guide, name))
    assert shown.repairs == ("transliteration",)
    assert shown.searched_for == response.searched_for
    assert (shown.outcome, shown.confidence) == (response.outcome, response.confidence)


def test_own_links_are_compared_as_printed(engine: Engine) -> None:
    for section in engine.build.guide.sections.values():
        if section.links:
            response = _response(engine, f"{section.title} {engine.build.guide.own_text(section)[:300]}")
            shown = shown_of(response, lambda name: _texts(engine.build.guide, name))
            assert shown.first_links is not None
            assert sorted(shown.first_links.shown) == sorted(shown.first_links.printed)


def test_links_of_an_unknown_section_are_not_judged(engine: Engine) -> None:
    assert shown_of(_response(engine), lambda _: None).first_links is None


def test_a_response_without_results_is_kept(engine: Engine) -> None:
    empty = _response(engine).model_copy(update={"results": ()})
    shown = shown_of(empty, lambda name: _texts(engine.build.guide, name))
    assert shown.results == ()
    assert shown.first_links is None


def test_quotes_are_checked_against_the_text_of_the_section_they_name(engine: Engine) -> None:
    guide = engine.build.guide
    section = guide.sections["1.1-3"]
    start = section.span.start + 5
    text = guide.texts["1"][start : start + 40]
    right = Quote(section_id="1.1-3", start=start, end=start + 40, text=text)
    moved = right.model_copy(update={"start": start + 1, "end": start + 41})
    elsewhere = right.model_copy(update={"section_id": "1.1-4"})
    unknown = right.model_copy(update={"section_id": "9.9"})
    answer = Answer(text=text, quotes=(right, moved, elsewhere, unknown), deadlines=())
    response = _response(engine).model_copy(update={"outcome": "answered", "answer": answer})
    shown = shown_of(response, lambda name: _texts(guide, name))
    assert shown.answer is not None
    assert [quote.verbatim for quote in shown.answer.quotes] == [True, False, False, False]


def test_the_pointers_chapter_and_quote_are_kept(engine: Engine) -> None:
    guide = engine.build.guide
    start = guide.sections["1.6"].span.start
    quote = Quote(section_id="1.6", start=start, end=start + 10, text=guide.texts["1"][start : start + 10])
    pointer = Pointer(chapter="9", topic="рух", url="https://a.example", quote=quote)
    response = _response(engine).model_copy(update={"outcome": "other_chapter", "pointer": pointer})
    shown = shown_of(response, lambda name: _texts(guide, name))
    assert shown.chapter == "9"
    assert shown.pointer_quote is not None
    assert shown.pointer_quote.verbatim
