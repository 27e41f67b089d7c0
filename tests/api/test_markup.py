"""Text with marks for pages."""

import pytest

from api.markup import block_segments, excerpt_segments, tel
from search.guide import Guide
from search.response import Excerpt


def test_segments_put_together_are_the_text(guide: Guide) -> None:
    for section in guide.sections.values():
        text = guide.texts[section.chapter]
        assert "".join(part.text for part in block_segments(text, section.span, section)) == section.span.of(text)


def test_every_number_of_the_contact_table_can_be_tapped(guide: Guide) -> None:
    section = guide.sections["1.6"]
    phones = [part for part in block_segments(guide.texts["1"], section.span, section) if part.kind == "phone"]
    assert len(phones) == 30
    assert {part.text: part.href for part in phones}["0570-013904"] == "tel:0570013904"


def test_a_corrected_link_shows_the_printed_text_and_leads_to_the_working_page(guide: Guide) -> None:
    section = guide.sections["1.2-6.1"]
    (link,) = [part for part in block_segments(guide.texts["1"], section.span, section) if part.kind == "link"]
    assert "nyuukokukana10_00014" in link.text
    assert link.href.endswith("nyuukokukanri10_00014.html")
    assert link.note


def test_highlights_are_marked_in_their_place(guide: Guide) -> None:
    section = guide.sections["1.1-3"]
    start = section.span.start
    excerpt = Excerpt(text=guide.own_text(section)[:40], start=start, end=start + 40, highlights=((4, 10),))
    marked = [part.text for part in excerpt_segments(excerpt, section) if part.kind == "mark"]
    assert marked == [guide.own_text(section)[4:10]]


@pytest.mark.parametrize(("printed", "href"), [("03-5796-7234", "tel:0357967234"), ("0570-034259", "tel:0570034259")])
def test_a_number_becomes_a_tel_address(printed: str, href: str) -> None:
    assert tel(printed) == href
