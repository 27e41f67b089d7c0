"""The guide as it is held."""

import pytest

from search.errors import SectionNotFoundError
from search.guide import Guide
from search.section import BlockKind, Span


def test_a_span_gives_the_files_own_text() -> None:
    assert Span(1, 3).of("абвг") == "бв"
    assert Span(0, 4).holds(Span(1, 3))
    assert not Span(1, 3).holds(Span(0, 2))


def test_a_section_is_found_by_its_id(guide: Guide) -> None:
    assert guide.section("1.2-6.key").title.startswith("Ключовий момент: пільгова система балів")


@pytest.mark.parametrize("section_id", ["", "9", "1.9", "1.1-3 ", "2.1-1"])
def test_an_unknown_id_is_refused_with_ids_that_exist(section_id: str, guide: Guide) -> None:
    with pytest.raises(SectionNotFoundError, match=r"no section has the id .*; ids look like 1\.1, 1\.1-1, 1\.1-2"):
        guide.section(section_id)


def test_a_trail_leads_from_the_chapter_down(guide: Guide) -> None:
    assert [section.id for section in guide.trail(guide.section("1.2-6.3"))] == ["1", "1.2", "1.2-6"]
    assert guide.trail(guide.section("1")) == ()


def test_neighbours_are_the_sections_before_and_after(guide: Guide) -> None:
    before, after = guide.neighbours(guide.section("1.2"))
    assert before is not None
    assert after is not None
    assert (before.id, after.id) == ("1.1-4", "1.2-1")
    assert guide.neighbours(guide.section("1"))[0] is None
    assert guide.neighbours(guide.section("1.7-2"))[1] is None


def test_own_text_begins_with_the_heading(guide: Guide) -> None:
    for section in guide.sections.values():
        assert section.title in guide.own_text(section).strip().split("\n")[0]


def test_an_own_official_link_is_not_inherited(guide: Guide) -> None:
    official = guide.official_link(guide.section("1.1-3"))
    assert not official.inherited
    assert official.link.url.endswith("nyuukokukanri10_00010.html")


def test_a_section_that_prints_only_other_links_or_none_inherits(guide: Guide) -> None:
    for section_id in ("1", "1.1", "1.1-1", "1.5-2", "1.6"):
        official = guide.official_link(guide.section(section_id))
        assert official.inherited
        assert official.link.url == str(guide.facts.official_page)


def test_sections_with_a_heading_alone_have_no_own_text(guide: Guide) -> None:
    assert not guide.section("1.5").has_own_text
    assert guide.section("1.5-1").has_own_text
    assert guide.section("1.5").blocks[0].kind is BlockKind.HEADING


def test_a_subtree_reaches_to_the_end_of_the_last_subsection(guide: Guide) -> None:
    assert guide.section("1").subtree == Span(0, len(guide.texts["1"]))
    assert guide.section("1.2-6").subtree.end == guide.section("1.2-6.key").span.end
