"""Answers: facts, citations, quotes and links, by hand."""

import pytest

from eval.measures.answers import (
    citation_precision,
    citation_recall,
    facts_shown,
    is_verbatim,
    links_right,
    printed_links,
)
from search.guide import Guide

RELEVANT = {"1.1": 3, "1.2": 3, "1.3": 2, "1.4": 1}
TEXT = "Рядок один.\nРядок два."


def test_facts_are_found_across_line_breaks() -> None:
    assert facts_shown(["14 днів", "30 днів"], "Протягом 14\nднів повідомте") == 0.5


def test_citation_precision_counts_quotes_from_relevant_sections() -> None:
    assert citation_precision(["1.1", "1.3", "1.4", "1.9"], RELEVANT) == 0.5


def test_one_section_to_read_is_enough() -> None:
    assert citation_recall(["1.2"], RELEVANT, multi=False) == 1


def test_a_question_that_needs_several_sections_wants_all_of_them() -> None:
    assert citation_recall(["1.2", "1.3"], RELEVANT, multi=True) == 0.5


def test_a_partly_relevant_section_is_none_to_read() -> None:
    assert citation_recall(["1.3"], RELEVANT, multi=False) == 0


@pytest.mark.parametrize(
    ("quote", "start", "end", "verbatim"),
    [
        ("Рядок два.", 112, 122, True),
        ("Рядок два", 112, 122, False),
        ("Рядок один.", 112, 122, False),
        ("Рядок один.", 0, 11, False),
        ("Рядок два.", 112, 140, False),
    ],
)
def test_a_quote_is_verbatim_where_it_is_the_sections_text_at_its_place(
    quote: str, start: int, end: int, verbatim: bool
) -> None:
    assert is_verbatim(quote, start, end, TEXT, section_start=100) is verbatim


def test_printed_links_leave_brackets_and_punctuation_out() -> None:
    text = "див. <https://a.example/x.html>, або https://b.example/y."
    assert printed_links(text) == ["https://a.example/x.html", "https://b.example/y"]


def test_printed_links_are_those_that_the_guide_holds(guide: Guide) -> None:
    for section in guide.sections.values():
        expected = [link.corrected_from or link.url for link in section.links]
        assert printed_links(guide.own_text(section)) == expected, section.id


def test_links_are_right_in_any_order_and_wrong_with_one_missing() -> None:
    assert links_right(["b", "a"], ["a", "b"]) == 1
    assert links_right(["a"], ["a", "b"]) == 0
    assert links_right([], []) == 1
