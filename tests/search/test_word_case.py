"""Capitals of repaired words."""

import pytest

from search.word_case import in_case_of


@pytest.mark.parametrize(
    ("typed", "written"), [("kartka", "картка"), ("Kartka", "Картка"), ("KARTKA", "КАРТКА"), ("kARTKA", "картка")]
)
def test_a_word_is_written_as_the_one_that_was_typed(typed: str, written: str) -> None:
    assert in_case_of(typed, "картка") == written


def test_one_capital_letter_is_no_word_in_capitals() -> None:
    assert in_case_of("Ya", "я") == "Я"
    assert in_case_of("V", "від") == "Від"
