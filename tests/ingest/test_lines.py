"""Lines of a chapter's file, with their places."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.lines import split_lines


@given(st.text() | st.text(alphabet="\n\r\u2028\u0085 аб"))
@example("")
@example("\n")
@example("а\r\nб\r")
def test_spans_of_lines_tile_any_text(text: str) -> None:
    lines = split_lines(text)
    assert "".join(line.span.of(text) for line in lines) == text
    assert all(line.span.start < line.span.end for line in lines)


@given(st.text(alphabet="\n\r\u2028\u0085 аб"))
def test_a_line_holds_its_text_and_its_break(text: str) -> None:
    for line in split_lines(text):
        assert "\n" not in line.text
        assert line.span.of(text) in {line.text, line.text + "\n", line.text + "\r\n", line.text + "\r"}


def test_numbers_count_from_one_and_blank_lines_too() -> None:
    lines = split_lines("перший\n\nтретій")
    assert [(line.number, line.text) for line in lines] == [(1, "перший"), (2, ""), (3, "третій")]


def test_only_a_line_feed_ends_a_line() -> None:
    assert [line.text for line in split_lines("а\u2028б\u0085в\x0bг\r\nд")] == ["а\u2028б\u0085в\x0bг", "д"]


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u00a0"])
def test_white_space_alone_is_a_blank_line(blank: str) -> None:
    (line,) = split_lines(f"{blank}\n")
    assert line.is_blank
