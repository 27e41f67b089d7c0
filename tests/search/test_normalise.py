"""Questions made safe and plain, and words as they are compared."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.errors import QuestionError
from search.normalise import MAX_QUESTION, fold, normalise_question


@pytest.mark.parametrize(
    ("raw", "question"),
    [
        ("  Де   подати\tзаяву?\n", "Де подати заяву?"),
        ("рядок\r\nдругий\u2028третій\u2029четвертий", "рядок другий третій четвертий"),
        ("а\vб\fв\x85г", "а б в г"),
        ("а\0б\x07в\x7f", "абв"),
        ("nul\0byte", "nulbyte"),
        ("по\u00adсвід\u200bка", "посвідка"),
        ("\ufeffпосвідка\u200e", "посвідка"),
        ("посвідка\U000e0041\U000e0042\U000e007f", "посвідка"),
        ("а\ud800б\udfffв", "абв"),
        ("\ue000приватне\U0010ffff", "приватне"),
        ("👩\u200d👩\u200d👧", "👩👩👧"),
        ("🙂", "🙂"),
        ("\u202eпосвідка\u202c", "посвідка"),
        ("и\u0306 і\u0308 e\u0301", "й ї é"),
        ("и\u200d\u0306", "й"),
        ("до́звіл", "до́звіл"),
        ("\u00a0широкий\u3000пробіл\u2003", "широкий пробіл"),
        ("п'ять п’ять", "п'ять п’ять"),
    ],
)
def test_what_cant_be_seen_is_dropped_and_white_space_folded(raw: str, question: str) -> None:
    assert normalise_question(raw) == question


@pytest.mark.parametrize(
    "raw", ["", " ", "\n\t \r", "\0", "\u200b\u200d\ufeff", "\ud800", "\U000e0041", "\u00ad", "\u2028", "\ue000"]
)
def test_a_question_without_anything_visible_is_refused(raw: str) -> None:
    with pytest.raises(QuestionError, match="the question is empty; expected 1 to 1000 visible characters"):
        normalise_question(raw)


def test_a_thousand_characters_are_allowed_and_one_more_is_not() -> None:
    assert len(normalise_question("щ" * MAX_QUESTION)) == MAX_QUESTION == 1000
    with pytest.raises(QuestionError, match="the question has 1001 characters; expected 1 to 1000"):
        normalise_question("щ" * 1001)


def test_only_what_is_left_is_counted() -> None:
    assert normalise_question(f"  {'щ' * 1000}\u200b\0 ") == "щ" * 1000
    assert len(normalise_question("и\u0306" * 1000)) == 1000


@given(st.text() | st.text(st.characters(categories=["Cs", "Cf", "Cc", "Mn", "Zs", "Lo"])))
@example("и\u200d\u0306")
@example("\x85")
def test_any_text_is_refused_or_becomes_one_plain_line(raw: str) -> None:
    try:
        question = normalise_question(raw)
    except QuestionError:
        return
    assert question == question.strip()
    assert unicodedata.is_normalized("NFC", question)
    assert not {unicodedata.category(char) for char in question} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert "  " not in question
    assert question.encode("utf-8").decode("utf-8") == question
    assert normalise_question(question) == question


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("П’ЯТЬ", "п'ять"),
        ("пʼять п`ять п´ять п′ять п＇ять", "п'ять п'ять п'ять п'ять п'ять"),
        ("во\u0301ди води\u0301 ї\u0301жа", "води води їжа"),
        ("и\u0306", "й"),
        ("café", "café"),
        ("ПОСВІДКА", "посвідка"),
    ],
)
def test_words_that_look_the_same_fold_to_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_takes_any_text(text: str) -> None:
    assert fold(text) == fold(text.translate({ord("'"): "’"}))
