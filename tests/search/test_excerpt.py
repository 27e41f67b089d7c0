"""Excerpts: the file's own text, whole words marked."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analyser import Analyser
from search.build import Build
from search.excerpt import MAX_EXCERPT, make_excerpt, read_piece
from search.section import Span


@pytest.fixture(scope="module")
def analyser(build: Build) -> Analyser:
    """The analyser of the published build."""
    return build.analyser


def find_highlights(text: str, terms: set[str], analyser: Analyser) -> tuple[tuple[int, int], ...]:
    """The highlights of a short text, as places in it."""
    excerpt = make_excerpt(read_piece(text, Span(0, len(text)), analyser), terms)
    return tuple((excerpt.start + start, excerpt.start + end) for start, end in excerpt.highlights)


def _marked(text: str, words: str, analyser: Analyser) -> list[str]:
    return [text[start:end] for start, end in find_highlights(text, set(analyser.terms(words)), analyser)]


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Втрата посвідки: подайте посвідку", "посвідка", ["посвідки", "посвідку"]),
        ("Документи, документів, документ.", "документами", ["Документи", "документів", "документ"]),
        ("протягом 14 днів, 140 днів", "14 день", ["14", "днів", "днів"]),
        ("п’ять років", "п'ять", ["п’ять"]),
        ("до́звіл на роботу", "дозволу", ["до́звіл"]),
        ("заїзд: заі\u0308зд", "заїзд", ["заїзд", "заі\u0308зд"]),
        ("пocвiдкa", "посвідка", ["пocвiдкa"]),
        ("Тел.: 0570-013904", "0570-013904", ["0570-013904"]),
        ("надпосвідковий", "посвідка", []),
        ("і та в", "і", []),
    ],
)
def test_whole_words_are_marked_in_every_form(text: str, words: str, marked: list[str], analyser: Analyser) -> None:
    assert _marked(text, words, analyser) == marked


def test_overlapping_pairs_of_japanese_are_one_mark(analyser: Analyser) -> None:
    assert _marked("(在留カード返納)", "在留カード", analyser) == ["在留カード"]


@pytest.mark.parametrize(
    "text",
    [
        "https://www.moj.go.jp/isa/index.html",
        "<https://moj.go.jp/віза>",
        "див. https://a.jp/віза/isa?віза=1#віза",
        "візаhttps://a.jp/",
    ],
)
def test_nothing_inside_a_url_is_marked(text: str, analyser: Analyser) -> None:
    assert _marked(text, "moj jp isa віза https", analyser) == []


def test_words_after_a_url_are_marked(analyser: Analyser) -> None:
    assert _marked("https://a.jp/віза\nвіза", "віза", analyser) == ["віза"]


@pytest.mark.parametrize("before", ["🙂", "👩\u200d👩\u200d👧", "е\u0301", "𝕳", "\u0301", "🇺🇦", "①", "\ufeff", "İ"])
def test_places_are_right_after_any_character(before: str, analyser: Analyser) -> None:
    text = f"{before} посвідку"
    assert find_highlights(text, {"посвідка"}, analyser) == ((len(before) + 1, len(text)),)


@given(st.text(), st.text())
@example("🙂е\u0301", "посвідка")
def test_marks_lie_in_order_within_any_text(analyser: Analyser, before: str, after: str) -> None:
    text = f"{before} посвідку {after}"
    marks = find_highlights(text, {"посвідка", *analyser.terms(before)}, analyser)
    ends = 0
    for start, end in marks:
        assert ends <= start < end <= len(text)
        ends = end


def test_an_excerpt_is_the_files_own_text_with_its_place(build: Build) -> None:
    text = build.guide.texts["1"]
    for chunk in build.chunks:
        excerpt = make_excerpt(read_piece(text, chunk.span, build.analyser), {"посвідка", "бюро"})
        assert text[excerpt.start : excerpt.end] == excerpt.text
        assert chunk.span.holds(Span(excerpt.start, excerpt.end))
        assert excerpt.text == excerpt.text.strip()


def test_the_window_with_the_most_of_the_questions_words_is_taken(analyser: Analyser) -> None:
    filler = "Тут ідеться про щось зовсім інше, що нікого не цікавить. " * 12
    text = f"{filler}Подайте заяву на посвідку до бюро. {filler}"
    excerpt = make_excerpt(read_piece(text, Span(0, len(text)), analyser), {"заява", "посвідка"})
    assert "Подайте заяву на посвідку до бюро." in excerpt.text
    assert len(excerpt.text) <= MAX_EXCERPT
    assert [excerpt.text[start:end] for start, end in excerpt.highlights] == ["заяву", "посвідку"]


def test_a_short_piece_is_shown_whole(analyser: Analyser) -> None:
    text = "  Перший рядок.\n\n- Паспорт\n"
    excerpt = make_excerpt(read_piece(text, Span(0, len(text)), analyser), set())
    assert (excerpt.text, excerpt.start, excerpt.highlights) == ("Перший рядок.\n\n- Паспорт", 2, ())


def test_a_sentence_is_not_cut(analyser: Analyser) -> None:
    text = f"Початок. Дуже {'дуже ' * 160}довге речення про посвідку."
    excerpt = make_excerpt(read_piece(text, Span(0, len(text)), analyser), {"посвідка"})
    assert excerpt.text == f"Дуже {'дуже ' * 160}довге речення про посвідку."


@pytest.mark.parametrize("phrase", ["бюро в м. Саппоро", "див. Розділ 4", "(див. пункт 2-2)"])
def test_an_abbreviation_ends_no_sentence(phrase: str, analyser: Analyser) -> None:
    text = f"Перше речення. Зверніться до {phrase}. Третє речення."
    piece = read_piece(text, Span(0, len(text)), analyser)
    assert [segment.of(text).strip() for segment in piece.segments] == [
        "Перше речення.",
        f"Зверніться до {phrase}.",
        "Третє речення.",
    ]


@given(st.text(alphabet="Аб. \n!?«(1"), st.integers(0, 30), st.integers(0, 30))
def test_segments_tile_any_piece(analyser: Analyser, text: str, start: int, length: int) -> None:
    span = Span(min(start, len(text)), min(start + length, len(text)))
    piece = read_piece(text, span, analyser)
    assert "".join(segment.of(text) for segment in piece.segments) == span.of(text)
    excerpt = make_excerpt(piece, {"аба"})
    assert text[excerpt.start : excerpt.end] == excerpt.text
