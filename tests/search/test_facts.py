"""Facts of the guide as a publication."""

import pytest
from pydantic import ValidationError

from search.facts import GuideFacts
from search.guide import Guide


def test_the_guide_names_all_chapters_and_which_are_held(guide: Guide) -> None:
    facts = guide.facts
    assert [chapter.number for chapter in facts.chapters] == [str(number) for number in range(1, 13)]
    assert facts.present == ("1",)
    assert [chapter.number for chapter in facts.absent] == [str(number) for number in range(2, 13)]
    assert str(facts.official_page) == "https://www.moj.go.jp/isa/guidebook_all.html"
    assert (facts.published, facts.contents_as_of) == ("2022-03", "2021-08")


def test_only_titles_that_the_ukrainian_text_gives_are_titles(guide: Guide) -> None:
    assert {chapter.number: chapter.title for chapter in guide.facts.chapters if chapter.title} == {
        "1": "Процедура в'їзду / проживання"
    }


def test_emergency_numbers_stand_under_chapter_10_with_their_source(guide: Guide) -> None:
    numbers = guide.facts.chapter("10").emergencies
    assert [number.number for number in numbers] == ["110", "119"]
    assert {number.source for number in numbers} == {str(guide.facts.official_page)}
    assert not [chapter.number for chapter in guide.facts.chapters if chapter.emergencies and chapter.number != "10"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"chapters": []}, "at least 1 item"),
        ({"chapters": [{"number": "1", "topic": "а"}, {"number": "1", "topic": "б"}]}, "stand more than once"),
        ({"present": ["13"]}, r"present names chapters \['13'\] that have no"),
        ({"published": "2022-13"}, "String should match pattern"),
        ({"language": "українська"}, "String should match pattern"),
        ({"official_page": "moj.go.jp"}, "valid URL"),
        ({"chapters": [{"number": "01", "topic": "а"}]}, "String should match pattern"),
    ],
)
def test_contradictions_are_refused(changes: dict[str, object], message: str, guide: Guide) -> None:
    with pytest.raises(ValidationError, match=message):
        GuideFacts.model_validate(guide.facts.model_dump(mode="json") | changes)
