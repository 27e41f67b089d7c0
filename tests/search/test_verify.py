"""Is a quotation there?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.build import Build
from search.guide import Guide
from search.section import Span
from search.verify import verify_quote

QUOTE = "подайте заявку на переоформлення посвідки на проживання в Регіональне імміграційне бюро протягом 14 днів"


def test_an_exact_quotation_has_its_place(guide: Guide) -> None:
    found = verify_quote(guide, guide.section("1.1-3"), QUOTE)
    assert (found.match, found.section_id, found.likeness) == ("exact", "1.1-3", 100.0)
    assert found.span is not None
    assert guide.texts["1"][found.span.start : found.span.end] == QUOTE


@pytest.mark.parametrize(
    "quote",
    [
        "  подайте   заявку\nна переоформлення ",
        "дозволом) на повторний в’їзд і не в’їжджаєте",
        'зазначте "Повернення посвідки на проживання"',
        "фото\u200b обличчя",
    ],
)
def test_white_space_quotes_and_apostrophes_are_folded(guide: Guide, quote: str) -> None:
    found = verify_quote(guide, guide.section("1.1"), quote)
    assert found.match == "folded"
    assert found.text is not None
    assert found.text.split()[-1][-3:] == quote.rsplit(maxsplit=1)[-1].replace("’", "'").replace('"', "»")[-3:]


def test_a_quotation_under_the_section_names_its_own(guide: Guide) -> None:
    assert verify_quote(guide, guide.section("1"), QUOTE).section_id == "1.1-3"


def test_a_changed_word_is_shown_beside_the_guides(guide: Guide) -> None:
    found = verify_quote(guide, guide.section("1.1-3"), QUOTE.replace("14", "30"))
    assert found.match == "none"
    assert found.section_id == "1.1-3"
    assert [(one.quoted, one.printed) for one in found.differences] == [("30", "14")]
    assert 95 < found.likeness < 100


def test_something_else_is_not_found_at_all(guide: Guide) -> None:
    found = verify_quote(guide, guide.section("1.5-2"), "zzzz qqqq xxxx wwww")
    assert (found.match, found.span, found.differences) == ("none", None, ())


def test_every_answer_piece_is_verified_in_its_section(build: Build) -> None:
    guide = build.guide
    for section_id, pieces in build.answers.sections.items():
        for piece in pieces.all:
            for part in piece.parts:
                found = verify_quote(guide, guide.section(section_id), part.text)
                assert found.match == "exact"
                folded = verify_quote(guide, guide.section(section_id), " ".join(part.text.split()))
                assert folded.match in ("exact", "folded")


@given(st.text(min_size=1, max_size=60))
def test_what_is_shown_is_always_the_guides_text(guide: Guide, quote: str) -> None:
    section = guide.section("1.1")
    found = verify_quote(guide, section, quote)
    if found.span is not None:
        assert section.subtree.holds(Span(found.span.start, found.span.end))
        assert guide.texts["1"][found.span.start : found.span.end] == found.text
