"""The glossary in a search: people's words become the guide's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analyser import Analyser
from search.build import Build
from search.glossary import Glossary

_ANALYSER = Analyser(stop_words=frozenset({"на"}))
_PAIRS = [
    ("картка резидента", "посвідка на проживання"),
    ("картка", "документ"),
    ("віза", "період проживання"),
    ("на", "нічого"),
]


def test_a_phrase_is_replaced_by_the_guides_words() -> None:
    glossary = Glossary.of(_PAIRS, _ANALYSER)
    assert glossary.translate(["продовжити", "віза"]) == ["продовжити", "період", "проживання"]


def test_a_longer_phrase_goes_before_those_that_it_holds() -> None:
    glossary = Glossary.of(_PAIRS, _ANALYSER)
    assert glossary.translate(["картка", "резидент"]) == _ANALYSER.terms("посвідка на проживання")
    assert glossary.translate(["картка", "віза"]) == ["документ", "період", "проживання"]


def test_a_phrase_counts_where_all_its_words_stand_in_any_order() -> None:
    glossary = Glossary.of(_PAIRS[:1], _ANALYSER)
    replaced = glossary.translate(_ANALYSER.terms("резидента загублена картка"))
    assert replaced == ["загублений", *_ANALYSER.terms("посвідка на проживання")]
    assert glossary.translate(["картка", "загублений"]) == ["картка", "загублений"]


def test_nothing_is_said_twice() -> None:
    glossary = Glossary.of(_PAIRS, _ANALYSER)
    terms = glossary.translate(_ANALYSER.terms("віза, картка резидента, проживання"))
    assert len(terms) == len(set(terms))


def test_phrases_of_stop_words_alone_replace_nothing() -> None:
    assert Glossary.of([("на", "нічого")], _ANALYSER).translate(["на"]) == ["на"]


def test_the_order_of_the_file_does_not_matter() -> None:
    assert Glossary.of(_PAIRS, _ANALYSER) == Glossary.of(reversed(_PAIRS), _ANALYSER)


@pytest.mark.parametrize("people", ["зайрю кадо", "residence card", "在留カード", "вид на жительство"])
def test_the_build_knows_what_people_call_a_residence_card(people: str, build: Build) -> None:
    assert "посвідка" in build.glossary.translate(build.analyser.terms(people))


@pytest.mark.parametrize(
    ("question", "guide"),
    [
        ("зайшла в ньюкан", "Регіональне імміграційне бюро"),
        ("нюкану в Осаці", "Регіональне імміграційне бюро"),
        ("куди подати на ейджю", "дозвіл на постійне проживання"),
        ("єйдзю чи ейдзю", "дозвіл на постійне проживання"),
        ("через куякушьо", "муніципалітет"),
        ("в мерію", "муніципалітет"),
        ("gijinkoku visa", "спеціалізація на гуманітарних науках"),
        ("у мене 特定技能", "кваліфіковані та специфічні навички"),
        ("kazoku taizai", "перебування в сім'ї"),
        ("віза рюґаку", "навчання за кордоном"),
        ("мінаші сайнюкоку", "спеціальний дозвіл на повторний в'їзд"),
        ("хочу змінити візу", "зміна статусу проживання"),
        ("продовжити візу", "поновлення терміну проживання"),
        ("дочекатися черги", "завантаженість вікна"),
    ],
)
def test_the_build_knows_what_people_call_the_guides_things(question: str, guide: str, build: Build) -> None:
    assert set(build.analyser.terms(guide)) <= set(build.glossary.translate(build.analyser.terms(question)))


@pytest.mark.parametrize("question", ["змінити візу", "продовжити візу", "робоча віза", "сімейна віза"])
def test_a_visa_of_a_kind_is_no_bare_visa(question: str, build: Build) -> None:
    assert "період" not in build.glossary.translate(build.analyser.terms(question))


@given(st.lists(st.sampled_from(["віза", "картка", "резидент", "рік"]), max_size=6))
def test_words_outside_all_phrases_are_kept(terms: list[str]) -> None:
    translated = Glossary.of(_PAIRS, _ANALYSER).translate(terms)
    assert ("рік" in translated) == ("рік" in terms)
    assert "віза" not in translated
