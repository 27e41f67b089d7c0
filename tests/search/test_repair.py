"""Repair: wrong keyboard layouts and Latin letters turned back, and nothing else touched."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.corpus import Corpus
from search.build import Build
from search.normalise import normalise_question
from search.questions import Question
from search.repair import Repairer

_ENGLISH = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?~&"
_UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбю.'ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,'?"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю.ёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,Ё?"
_TO_ENGLISH_FROM_UKRAINIAN = str.maketrans(_UKRAINIAN, _ENGLISH)
_TO_ENGLISH_FROM_RUSSIAN = str.maketrans(_RUSSIAN, _ENGLISH)
_REPAIRED_KINDS = {"layout": "keyboard_layout", "transliteration": "transliteration"}


@pytest.fixture(scope="module")
def repairer(build: Build) -> Repairer:
    """Repairs against the words of the published build."""
    return Repairer(build.vocabulary)


def _of_kind(corpus: Corpus, *kinds: str) -> list[Question]:
    return [question for question in corpus.asked if question.kind in kinds]


@pytest.mark.parametrize(
    "meant",
    ["загубив посвідку", "як продовжити візу?", "Де подати заяву", "картка резидента", "скільки років чекати, п'ять"],
)
def test_ukrainian_on_an_english_layout_is_read_back(meant: str, repairer: Repairer) -> None:
    repair = repairer.repair(meant.translate(_TO_ENGLISH_FROM_UKRAINIAN))
    assert repair is not None
    assert (repair.kind, repair.to) == ("keyboard_layout", meant)


@pytest.mark.parametrize("meant", ["продление визы", "вид на жительство, иммиграционное бюро"])
def test_russian_on_an_english_layout_is_read_back(meant: str, repairer: Repairer) -> None:
    repair = repairer.repair(meant.translate(_TO_ENGLISH_FROM_RUSSIAN))
    assert repair is not None
    assert (repair.kind, repair.to) == ("keyboard_layout", meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zahubyv posvidku", "загубив посвідку"),
        ("zagubyv posvidku", "загубив посвідку"),
        ("Zahubyv POSVIDKU", "загубив посвідку"),
        ("de prodovzhyty vizu", "де продовжити візу"),
        ("yak otrymaty dozvil na robotu", "як отримати дозвіл на роботу"),
        ("jak otrymaty dozvil", "як отримати дозвіл"),
        ("dozvil na povtornyi v'izd", "дозвіл на повторний в'їзд"),
        ("dozvil na povtornyy v’yizd", "дозвіл на повторний в'їзд"),
        ("skilky dniv na povidomlennia?", "скільки днів на повідомлення?"),
        ("shcho robyty yakshcho vkraly passport", "що робити якщо вкрали паспорт"),
        ("p'iat rokiv", "п'ять років"),
    ],
)
def test_ukrainian_in_latin_letters_is_read_back(typed: str, meant: str, repairer: Repairer) -> None:
    repair = repairer.repair(typed)
    assert repair is not None
    assert (repair.kind, repair.from_, repair.to) == ("transliteration", typed, meant)


def test_asked_questions_that_need_repair_get_the_right_one(corpus: Corpus, repairer: Repairer) -> None:
    asked = _of_kind(corpus, *_REPAIRED_KINDS)
    repairs = [(repairer.repair(normalise_question(question.text)), question.kind) for question in asked]
    right = [repair for repair, kind in repairs if repair and repair.kind == _REPAIRED_KINDS[kind]]
    assert len(asked) >= 100
    assert len(right) >= 0.97 * len(asked)


@pytest.mark.parametrize("language", ["uk", "ru", "en", "ja"])
def test_questions_typed_as_they_were_meant_are_not_touched(language: str, corpus: Corpus, repairer: Repairer) -> None:
    asked = [q for q in corpus.asked if q.lang == language and q.kind not in _REPAIRED_KINDS]
    assert len(asked) >= 30
    touched = [question.text for question in asked if repairer.repair(normalise_question(question.text))]
    assert touched == []


@pytest.mark.parametrize(
    "question",
    [
        "What if I overstay?",
        "residence card lost",
        "HSP visa points",
        "在留カードをなくした",
        "в мене зник residence card",
        "my card зникла",
        "visa",
        "Hello Work",
        "03-5796-7112",
        "https://www.moj.go.jp/isa/index.html",
        "www.moj.go.jp",
        "posvidka@moj.go.jp",
        "?!",
        "ok",
        "🙂",
    ],
)
def test_what_is_no_mistyped_ukrainian_stays(question: str, repairer: Repairer) -> None:
    assert repairer.repair(question) is None


def test_an_address_within_a_repaired_question_stays(repairer: Repairer) -> None:
    repair = repairer.repair("de posvidka na storintsi www.moj.go.jp")
    assert repair is not None
    assert repair.to.startswith("де посвідка на ")
    assert repair.to.endswith(" www.moj.go.jp")


def test_words_of_the_guide_count_as_known() -> None:
    assert Repairer({}).repair("bryndusya") is None
    repair = Repairer({"бриндуся": 1}).repair("bryndusya")
    assert repair is not None
    assert repair.to == "бриндуся"


def test_of_two_words_that_are_spelt_alike_the_more_frequent_is_meant() -> None:
    repair = Repairer({"мити": 1, "міти": 5}).repair("mity")
    assert repair is not None
    assert repair.to == "міти"


@given(st.text() | st.text(alphabet="abghijpqstvxyzАїь'’`.,;[]{}@/ 入\u0301🙂\n"))
@example("ß İ ŉ")
@example("''")
@example("a" * 1000)
def test_any_text_is_repaired_or_left(repairer: Repairer, text: str) -> None:
    repair = repairer.repair(text)
    if repair is not None:
        assert repair.from_ == text
        assert repair.to != text
        assert repairer.repair(repair.to) is None
