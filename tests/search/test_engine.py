"""The engine: the response that HTTP and command line give, from a question and a build alone."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.corpus import Corpus
from search.analyser import Analyser
from search.build import Build
from search.calibration import Calibration
from search.encoder import Encoder
from search.engine import Engine, SearchOptions
from search.errors import BuildError, EncoderError, QuestionError
from search.opening import open_engine
from search.response import SearchResponse
from search.settings import Settings
from search.timings import Timings
from tests.damage import without_words

_LOST = "Що робити у разі втрати посвідки на проживання?"
_ALL = SearchOptions(limit=20)


def _json(response: SearchResponse) -> dict[str, Any]:
    return response.model_dump(mode="json", by_alias=True)


def _calibrated(
    build: Build, encoder: Encoder, /, fitted_for: str | None = None, with_asked: bool = True, **changes: float
) -> Engine:
    """The engine with other thresholds, so that a test doesn't depend on how well they are fitted.

    Args:
        chapter_from: least score for naming a chapter, on the scale of either calibration.
    """
    calibration = build.calibration
    tables: dict[str, object] = {"encoder": fitted_for or calibration.encoder}
    for name, least in (("asked", "chapter_from"), ("unasked", "topic_from")):
        mine = {least if key == "chapter_from" else key: value for key, value in changes.items()}
        tables[name] = getattr(calibration, name).model_copy(update=mine)
    return Engine(replace(build, calibration=calibration.model_copy(update=tables)), encoder, with_asked=with_asked)


def _ranking(engine: Engine, question: str) -> list[tuple[int, float, str]]:
    pages = [engine.search(question, SearchOptions(limit=20, offset=offset)) for offset in (0, 20)]
    return [(result.rank, result.score, result.section.id) for page in pages for result in page.results]


@pytest.fixture(scope="module")
def asked(corpus: Corpus) -> list[str]:
    """Every twentieth asked question, of all kinds and languages."""
    return [question.text for question in corpus.asked[::20]]


def test_a_response_has_the_published_shape(engine: Engine) -> None:
    response = _json(engine.search("zahubyv posvidku", SearchOptions(explain=True)))
    assert {
        *("query", "searched_for", "repairs", "outcome", "confidence", "answer", "results", "pointer"),
        *("total", "next_offset", "guide", "index"),
    } <= set(response)
    assert (response["query"], response["searched_for"]) == ("zahubyv posvidku", "загубив посвідку")
    assert response["repairs"] == [{"kind": "transliteration", "from": "zahubyv posvidku", "to": "загубив посвідку"}]
    assert response["outcome"] in {"answered", "uncertain", "other_chapter", "no_match"}
    assert 0 <= response["confidence"] <= 1
    assert response["guide"] == {
        "edition": "4-те видання",
        "contents_as_of": "2021-08",
        "official_page": "https://www.moj.go.jp/isa/guidebook_all.html",
    }
    assert response["index"] == engine.build.manifest.build
    for result in response["results"]:
        assert {"rank", "score", "section", "excerpt", "links", "see_also", "explain"} <= set(result)
        assert set(result["section"]) >= {"id", "number", "title", "trail", "citation", "page"}
        assert set(result["excerpt"]) >= {"text", "start", "end", "highlights"}
        assert {"dense", "lexical", "asked"} <= set(result["explain"])
        for link in result["links"]:
            assert set(link) >= {"url", "title", "kind", "inherited", "corrected_from"}
        for step in result["section"]["trail"]:
            assert set(step) >= {"id", "title"}
        for see in result["see_also"]:
            assert set(see) >= {"citation", "section_id"}
    assert {"answered_from", "refused_below"} <= set(response["thresholds"])


def test_a_result_names_its_section_as_the_guide_cites_it(engine: Engine) -> None:
    section = _json(engine.search(_LOST))["results"][0]["section"]
    assert section == {
        "id": "1.1-3",
        "number": "1-3",
        "title": "Втрата посвідки на проживання",
        "trail": [
            {"id": "1", "title": "Процедура в'їзду / проживання"},
            {"id": "1.1", "title": "Посвідка на проживання"},
        ],
        "citation": "Розділ 1, пункт 1, підпункт 1-3 «Втрата посвідки на проживання»",
        "page": "/guide/1.1-3",
    }


def test_scores_are_explained_only_where_asked_for(engine: Engine) -> None:
    plain = engine.search(_LOST, _ALL)
    assert plain.thresholds is None
    assert all(result.explain is None for result in plain.results)
    explained = engine.search(_LOST, SearchOptions(limit=20, explain=True))
    assert all(result.explain is not None for result in explained.results)
    assert [result.section.id for result in explained.results] == [result.section.id for result in plain.results]


def test_a_section_with_a_heading_alone_scores_nothing_in_either_leg(engine: Engine) -> None:
    results = engine.search(_LOST, SearchOptions(limit=20, offset=20, explain=True)).results
    (bare,) = [result for result in results if result.section.id == "1.5"]
    assert bare.explain is not None
    assert (bare.score, bare.explain.dense, bare.explain.lexical) == (0, 0, 0)
    assert bare.excerpt.text == "5 Процедури депортації"


def test_every_excerpt_is_the_files_own_text_at_its_place(engine: Engine, asked: list[str]) -> None:
    for question in asked:
        for result in engine.search(question, _ALL).results:
            section = engine.build.guide.section(result.section.id)
            text = engine.build.guide.texts[section.chapter]
            excerpt = result.excerpt
            assert text[excerpt.start : excerpt.end] == excerpt.text != ""
            assert section.span.start <= excerpt.start < excerpt.end <= section.span.end


def test_highlights_are_whole_words_outside_urls(engine: Engine, asked: list[str]) -> None:
    for question in asked:
        for result in engine.search(question, _ALL).results:
            text = result.excerpt.text
            urls = [match.span() for match in re.finditer(r"https?://\S+", text)]
            ends = 0
            for start, end in result.excerpt.highlights:
                assert ends <= start < end <= len(text)
                ends = end
                assert not any(first < end and start < last for first, last in urls)
                around = text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1]
                assert not any(re.fullmatch(r"[а-яіїєґ]{2}", pair, re.IGNORECASE) for pair in around)


def test_inflected_forms_are_highlighted(engine: Engine) -> None:
    excerpt = engine.search("документ для посвідки").results[0].excerpt
    marked = {excerpt.text[start:end].lower() for start, end in excerpt.highlights}
    assert len(marked) >= 2
    assert {Analyser(engine.build.analyser.lemmas).lemma(word) for word in marked} <= {
        "документ",
        "посвідка",
        "проживання",
    }


def test_pages_put_together_are_the_whole_ranking(engine: Engine) -> None:
    whole = _ranking(engine, _LOST)
    offset: int | None = 0
    found: list[tuple[int, float, str]] = []
    while offset is not None:
        page = engine.search(_LOST, SearchOptions(limit=7, offset=offset))
        assert page.total == 33
        assert len(page.results) <= 7
        found += [(result.rank, result.score, result.section.id) for result in page.results]
        offset = page.next_offset
    assert found == whole
    assert [rank for rank, _, _ in whole] == list(range(1, 34))


@pytest.mark.parametrize(
    ("limit", "offset", "count", "next_offset"),
    [
        (1, 0, 1, 1),
        (5, 0, 5, 5),
        (20, 13, 20, None),
        (20, 12, 20, 32),
        (5, 32, 1, None),
        (5, 33, 0, None),
        (5, 99, 0, None),
    ],
)
def test_limit_and_offset(limit: int, offset: int, count: int, next_offset: int | None, engine: Engine) -> None:
    response = engine.search(_LOST, SearchOptions(limit=limit, offset=offset))
    assert (len(response.results), response.next_offset, response.total) == (count, next_offset, 33)


def test_results_are_strictly_ordered_by_score_and_id(engine: Engine, asked: list[str]) -> None:
    for question in asked[::4]:
        order = [(-score, section) for _, score, section in _ranking(engine, question)]
        assert [score for score, _ in order] == sorted(score for score, _ in order)
        without_score = [section for score, section in order if score == 0]
        assert without_score == sorted(without_score)
        assert len({section for _, section in order}) == 33


def test_repair_can_be_turned_off(engine: Engine) -> None:
    on = engine.search("pfue,bd gjcdslre")
    assert (on.query, on.searched_for) == ("pfue,bd gjcdslre", "загубив посвідку")
    assert [repair.kind for repair in on.repairs] == ["keyboard_layout"]
    assert on.results[0].section.id == "1.1-3"
    off = engine.search("pfue,bd gjcdslre", SearchOptions(repair=False))
    assert (off.searched_for, off.repairs) == ("pfue,bd gjcdslre", ())


def test_a_repaired_question_finds_what_the_meant_one_finds(engine: Engine) -> None:
    meant, repaired = _json(engine.search("загубив посвідку")), _json(engine.search("zahubyv posvidku"))
    assert meant["results"] == repaired["results"]
    assert meant["confidence"] == repaired["confidence"]


def test_what_is_asked_on_paper_is_found(engine: Engine) -> None:
    """A few questions that any working engine answers."""
    expected = {
        _LOST: "1.1-3",
        "Який телефон бюро в Саппоро?": "1.6",
        "Спеціальний дозвіл на повторний в'їзд протягом одного року": "1.3.1",
        "Коли треба отримати статус проживання для дитини, яка народилася в Японії?": "1.2-4",
        "Скільки років не можна в'їжджати після депортації?": "1.5-2",
    }
    assert {question: engine.search(question).results[0].section.id for question in expected} == expected


def test_with_enough_confidence_a_question_is_answered(build: Build, encoder: Encoder) -> None:
    response = _calibrated(build, encoder, answered_from=0.0, refused_below=0.0).search(_LOST)
    assert response.outcome == "answered"
    assert response.pointer is None


def test_between_the_thresholds_no_answer_is_claimed(build: Build, encoder: Encoder) -> None:
    response = _calibrated(build, encoder, answered_from=1.0, refused_below=0.0).search(_LOST)
    assert (response.outcome, response.answer, response.pointer) == ("uncertain", None, None)
    assert response.total == 33


@pytest.mark.parametrize("with_asked", [True, False])
def test_a_topic_of_an_absent_chapter_is_turned_away_with_its_name(
    with_asked: bool, build: Build, encoder: Encoder
) -> None:
    engine = _calibrated(
        build, encoder, with_asked=with_asked, answered_from=1.0, refused_below=1.0, chapter_from=-100.0
    )
    response = engine.search("Як обміняти водійські права на японські?")
    assert (response.outcome, response.answer) == ("other_chapter", None)
    assert response.pointer is not None
    assert response.pointer.chapter == "9"
    assert response.pointer.topic == build.guide.facts.chapter("9").topic
    assert response.pointer.url == str(build.guide.facts.official_page)
    assert response.pointer.quote is None
    assert len(response.results) == 5


def test_emergency_numbers_are_shown_with_their_chapter_alone(build: Build, encoder: Encoder) -> None:
    engine = _calibrated(build, encoder, answered_from=1.0, refused_below=1.0, chapter_from=-100.0)
    urgent = engine.search("Землетрус! Куди евакуюватися, як викликати швидку?").pointer
    other = engine.search("Як обміняти водійські права на японські?").pointer
    assert urgent is not None
    assert other is not None
    assert [number.number for number in urgent.emergencies] == ["110", "119"]
    assert other.emergencies == ()


def test_what_is_nowhere_in_the_guide_gets_the_official_page(build: Build, encoder: Encoder) -> None:
    engine = _calibrated(build, encoder, answered_from=1.0, refused_below=1.0, chapter_from=100.0)
    response = engine.search("рецепт борщу з пампушками")
    assert (response.outcome, response.answer) == ("no_match", None)
    assert response.pointer is not None
    assert (response.pointer.chapter, response.pointer.topic) == (None, None)
    assert response.pointer.url == str(build.guide.facts.official_page)
    assert response.total == 33


def test_a_calibration_of_another_encoder_claims_nothing(build: Build, encoder: Encoder) -> None:
    engine = _calibrated(build, encoder, fitted_for="another@1", answered_from=0.0, refused_below=0.0)
    response = engine.search(_LOST, SearchOptions(explain=True))
    assert response.outcome == "uncertain"
    assert response.thresholds is not None
    assert response.thresholds.calibrated is False


def test_the_calibration_of_the_corpus_is_of_the_default_encoder(build: Build, engine: Engine) -> None:
    assert isinstance(build.calibration, Calibration)
    response = engine.search(_LOST, SearchOptions(explain=True))
    assert response.thresholds is not None
    assert response.thresholds.calibrated is True


def test_the_same_question_gives_the_same_bytes_in_every_thread(engine: Engine, asked: list[str]) -> None:
    questions = [*asked[:6], "zahubyv posvidku", "在留カードをなくした"]
    alone = [engine.search(question, _ALL).model_dump_json(by_alias=True) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        for question, expected in zip(questions, alone, strict=True):
            together = threads.map(lambda text: engine.search(text, _ALL), [question] * 8)
            assert {response.model_dump_json(by_alias=True) for response in together} == {expected}


def test_another_engine_over_the_same_build_gives_the_same_bytes(engine: Engine, var_folder: Path) -> None:
    other = open_engine(Settings(var=var_folder))
    assert other.search(_LOST, _ALL).model_dump_json() == engine.search(_LOST, _ALL).model_dump_json()


@pytest.mark.parametrize("question", ["", "  ", "\u200b", "щ" * 1001])
def test_questions_that_cant_be_searched_for_are_refused(question: str, engine: Engine) -> None:
    with pytest.raises(QuestionError):
        engine.search(question)


@pytest.mark.parametrize(
    "question", ["щ" * 1000, "🙂", "?", "\0посвідка\0", "посвідка\ud800", "a", "ー", "1", "\u0301", "посвідка " * 110]
)
def test_odd_questions_are_searched_for(question: str, engine: Engine) -> None:
    response = engine.search(question)
    assert response.total == 33
    assert "\0" not in response.query
    assert response.model_dump_json().encode("utf-8")


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=60))
def test_any_question_is_refused_or_answered_with_all_sections(engine: Engine, question: str) -> None:
    try:
        response = engine.search(question, _ALL)
    except QuestionError:
        return
    assert response.total == 33
    for result in response.results:
        text = engine.build.guide.texts["1"]
        assert text[result.excerpt.start : result.excerpt.end] == result.excerpt.text


def test_each_stage_is_timed(engine: Engine) -> None:
    timings = Timings()
    engine.search(_LOST, timings=timings)
    assert list(timings.seconds) == ["normalise", "encode", "retrieve", "rank", "answer", "respond"]
    assert all(seconds >= 0 for seconds in timings.seconds.values())


def test_an_index_whose_rows_are_not_those_of_its_chunks_is_refused(build: Build, encoder: Encoder) -> None:
    Engine(build, encoder).check_legs()
    chunks = list(build.chunks)
    other = next(row for row, chunk in enumerate(chunks) if chunk.section_id == "1.5-2")
    chunks[0], chunks[other] = chunks[other], chunks[0]
    with pytest.raises(
        BuildError, match=r"the dense leg doesn't find the index's own text: asked for 1\.5-2, got 1\.1; run"
    ):
        Engine(replace(build, chunks=tuple(chunks)), encoder).check_legs()


def test_an_index_whose_lexical_leg_finds_nothing_is_refused(build: Build, encoder: Encoder) -> None:
    with pytest.raises(BuildError, match=r"the lexical leg doesn't find the index's own text"):
        Engine(without_words(build), encoder).check_legs()


def test_an_engine_is_opened_from_a_var_folder_or_says_what_is_missing(var_folder: Path, tmp_path: Path) -> None:
    assert open_engine(Settings(var=var_folder, threads=1)).search(_LOST).results[0].section.id == "1.1-3"
    with pytest.raises(BuildError, match="no index is published"):
        open_engine(Settings(var=tmp_path))
    (tmp_path / "index").symlink_to(var_folder / "index")
    with pytest.raises(EncoderError, match="run 'dovidnyk encoder'"):
        open_engine(Settings(var=tmp_path))


def test_without_asked_questions_the_engine_works_and_says_so(build: Build, encoder: Encoder) -> None:
    with_them = Engine(build, encoder).search(_LOST, SearchOptions(explain=True))
    without = Engine(build, encoder, with_asked=False).search(_LOST, SearchOptions(explain=True))
    assert without.results[0].section.id == with_them.results[0].section.id == "1.1-3"
    assert without.results[0].explain is not None
    assert without.results[0].explain.asked is None
    assert with_them.results[0].explain is not None
    assert with_them.results[0].explain.asked == pytest.approx(with_them.results[0].score, abs=1e-4)
    assert without.confidence != with_them.confidence


def test_asked_questions_of_another_encoder_are_off(build: Build, encoder: Encoder) -> None:
    assert build.asked is not None
    foreign = replace(build, asked=replace(build.asked, encoder="another@1"))
    response = Engine(foreign, encoder).search(_LOST, SearchOptions(explain=True))
    assert response.results[0].explain is not None
    assert response.results[0].explain.asked is None
