"""A second chapter dropped into the corpus folder: ingested, asked and referred to like the first.

Its text is made up for this test in the guide's grammar: numbers of two digits, items, a box, a contact table.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.build import ingest_corpus
from ingest.corpus import Corpus
from search.build import load_build
from search.encoder import Encoder
from search.engine import Engine, SearchOptions
from search.published import current_build

_SERVICES = {
    "Печатка інкан": "Зареєструвати особисту печатку інкан можна у відділі печаток за один день.",
    "Реєстрація собаки": "Власник повинен зареєструвати собаку та щороку робити щеплення від сказу.",
    "Велике сміття": "Старі меблі вивозять за заявою; на кожну річ клеять платну наліпку.",
    "Бібліотечний квиток": "Щоб брати книжки додому, оформіть бібліотечний квиток на рік.",
    "Громадський басейн": "Басейн працює з травня до вересня; дітям потрібна шапочка для плавання.",
    "Міський город": "Ділянку міського городу здають в оренду навесні за жеребкуванням.",
    "Стоянка велосипедів": "Місце на стоянці велосипедів біля станції оплачують за пів року.",
    "Дошка оголошень": "Оголошення гуртка вивішують на дошці не довше місяця.",
    "Зала для зборів": "Залу для зборів мешканців замовляють за телефоном не пізніше ніж за тиждень.",
    "Святковий феєрверк": "Місця для перегляду феєрверка розподіляють у липні.",
    "Компостер": "На придбання компостера для кухонних відходів місто повертає половину ціни.",
    "Водяний лічильник": "Про заміну водяного лічильника майстер попереджає листівкою.",
}
_POINTS = [
    "Посвідчення учня курсів",
    "Прокат інструментів",
    "Музей міста",
    "Нічний автобус",
    "Підземний перехід",
    "Річковий трамвай",
    "Ботанічний сад",
    "Обсерваторія",
]


def _chapter() -> str:
    points = "".join(
        f"{number} {title}\n\n{title}: звертайтеся до каси.\n\n" for number, title in enumerate(_POINTS, 2)
    )
    services = "".join(
        f"10-{number} {title}\n\n{text}\n\n" for number, (title, text) in enumerate(_SERVICES.items(), 1)
    )
    return f"""
Розділ 2 Процедури в муніципалітеті

1 Переїзд

1-1 Повідомлення про адресу

Після переїзду треба повідомити муніципалітет про нову адресу (див. також Розділ 1, пункт 1, підпункт 1-2).

(1) Переїзд до іншого муніципалітету

Спершу візьміть довідку про виїзд у старому муніципалітеті.

- Довідка про виїзд діє, поки ви не подасте повідомлення про в'їзд.

(2) Переїзд у межах муніципалітету

Достатньо одного повідомлення про зміну адреси.

- Ключовий момент: переїзд із маленькою дитиною

Разом із повідомленням подайте книжку щеплень дитини.

{points}10 Інші послуги муніципалітету.**Каси**

Каса послуг\t1-1 Центральна площа\tТел.: 03-1111-2222

{services}"""


@dataclass(frozen=True)
class _Engines:
    """The engine over chapter 1 alone, and over both chapters."""

    one: Engine
    two: Engine


@pytest.fixture(scope="module")
def engines(
    real_corpus_folder: Path,
    published_index: Path,
    encoder_folder: Path,
    encoder: Encoder,
    engine: Engine,
    tmp_path_factory: pytest.TempPathFactory,
) -> _Engines:
    """The published build, and one made from a copy of the corpus with the second chapter dropped in."""
    folder = tmp_path_factory.mktemp("two-chapters")
    shutil.copytree(real_corpus_folder, folder / "corpus")
    (folder / "corpus" / "rozdil-02.txt").write_text(_chapter(), encoding="utf-8")
    shutil.copytree(published_index, folder / "index", symlinks=True)
    ingested = ingest_corpus(folder / "corpus", folder / "index", encoder_folder)
    of_chapter_1 = len(engine.build.chunks)
    assert ingested.encoded == ingested.manifest.counts.chunks - of_chapter_1
    return _Engines(engine, Engine(load_build(current_build(folder / "index")), encoder))


def _first(engine: Engine, question: str) -> str:
    return engine.search(question).results[0].section.id


def test_the_chapter_becomes_present_and_is_no_longer_absent(engines: _Engines) -> None:
    facts = engines.two.build.guide.facts
    assert engines.one.build.guide.facts.present == ("1",)
    assert facts.present == ("1", "2")
    assert "2" not in {chapter.number for chapter in facts.absent}
    assert set(engines.two.build.guide.texts) == {"1", "2"}


def test_sections_of_both_chapters_are_held_in_order(engines: _Engines) -> None:
    one, two = (list(engine.build.guide.sections) for engine in (engines.one, engines.two))
    assert two[: len(one)] == one
    assert two[len(one) :] == [
        *("2", "2.1", "2.1-1", "2.1-1.1", "2.1-1.2", "2.1-1.key"),
        *(f"2.{point}" for point in range(2, 11)),
        *(f"2.10-{subpoint}" for subpoint in range(1, 13)),
    ]
    assert engines.two.build.guide.section("2.10-12").citation == (
        "Розділ 2, пункт 10, підпункт 10-12 «Водяний лічильник»"
    )
    assert engines.two.build.guide.section("2.10").contacts[0].phones[0].number == "03-1111-2222"


def test_spans_of_the_second_chapter_tile_its_file(engines: _Engines) -> None:
    guide = engines.two.build.guide
    own = [guide.own_text(section) for section in guide.sections.values() if section.chapter == "2"]
    assert "".join(own) == _chapter()


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("Де зареєструвати собаку і зробити щеплення від сказу?", "2.10-2"),
        ("хто міняє водяний лічильник", "2.10-12"),
        ("Як винести старі меблі, велике сміття?", "2.10-3"),
        ("Що взяти до муніципалітету при переїзді з маленькою дитиною, книжку щеплень?", "2.1-1.key"),
        ("Де взяти довідку про виїзд зі старого муніципалітету?", "2.1-1.1"),
        ("Телефон каси послуг на Центральній площі", "2.10"),
        ("Скільки років не можна в'їжджати після депортації?", "1.5-2"),
        ("Який телефон бюро в Саппоро?", "1.6"),
    ],
)
def test_both_chapters_can_be_asked(question: str, section: str, engines: _Engines) -> None:
    assert _first(engines.two, question) == section


def test_results_of_the_second_chapter_quote_its_own_text(engines: _Engines) -> None:
    response = engines.two.search("Де зареєструвати собаку?", SearchOptions(limit=20))
    texts = engines.two.build.guide.texts
    for result in response.results:
        text = texts[result.section.id.split(".", maxsplit=1)[0]]
        assert text[result.excerpt.start : result.excerpt.end] == result.excerpt.text
    assert response.total == 33 + 27


def test_cross_references_of_chapter_1_resolve_to_the_second(engines: _Engines) -> None:
    def see_also(engine: Engine, section: str) -> dict[str, str | None]:
        results = engine.search("повідомлення про місце проживання", SearchOptions(limit=20)).results
        (found,) = [result for result in results if result.section.id == section]
        return {see.citation: see.section_id for see in found.see_also}

    citation = "Розділ 2, пункт 1, підпункт 1-1 «Повідомлення про адресу»"
    assert see_also(engines.one, "1.1-2")[citation] is None
    assert see_also(engines.two, "1.1-2")[citation] == "2.1-1"


def test_the_second_chapters_references_resolve_to_the_first(engines: _Engines) -> None:
    (reference,) = engines.two.build.guide.section("2.1-1").references
    assert reference.target == "1.1-2"
    assert reference.citation == "Розділ 1, пункт 1, підпункт 1-2 «Повідомлення про місце проживання»"


def test_no_question_is_turned_away_to_a_chapter_that_is_held(
    engines: _Engines, questions_of_chapter_2: list[str]
) -> None:
    before = [engines.one.search(question, SearchOptions(limit=1)).pointer for question in questions_of_chapter_2]
    after = [engines.two.search(question, SearchOptions(limit=1)).pointer for question in questions_of_chapter_2]
    assert "2" in [pointer.chapter for pointer in before if pointer]
    assert "2" not in [pointer.chapter for pointer in after if pointer]


@pytest.fixture(scope="module")
def questions_of_chapter_2(corpus: Corpus) -> list[str]:
    """Asked questions that chapter 2 of the guide would answer."""
    return [question.text for question in corpus.asked if question.chapter == "2"]


def test_sections_without_an_official_link_of_their_own_inherit_the_guides_page(engines: _Engines) -> None:
    result = engines.two.search("Де зареєструвати собаку?", SearchOptions(limit=1)).results[0]
    (link,) = result.links
    assert (link.kind, link.inherited) == ("official", True)
    assert link.url == str(engines.two.build.guide.facts.official_page)
