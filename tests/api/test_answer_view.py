"""Answers as pages show them."""

from api.answer_view import view_answer, view_quote
from search.engine import Engine
from search.response_parts import help_desk_quote


def test_documents_are_a_list_under_their_heading(engine: Engine) -> None:
    answer = engine.answer_from("які документи на загублену картку", ["1.1-3"])
    assert answer is not None
    (section,) = view_answer(engine.build.guide, answer)
    kinds = [block.kind for block in section.blocks]
    place = kinds.index("items")
    assert kinds[place - 1] == "lead"
    assert len(section.blocks[place].lines) == 5


def test_a_row_is_lines_with_a_number_to_tap(engine: Engine) -> None:
    answer = engine.answer_from("телефон імміграційного бюро в Осаці", ["1.6"])
    assert answer is not None
    (section,) = view_answer(engine.build.guide, answer)
    assert section.blocks[0].kind == "cells"
    phones = [one.href for block in section.blocks for line in block.lines for one in line if one.kind == "phone"]
    assert "tel:0647032100" in phones


def test_two_offices_are_two_rows(engine: Engine) -> None:
    answer = engine.answer_from("телефон філії в аеропорту Кансай або бюро в Нагої", ["1.6"])
    assert answer is not None
    (section,) = view_answer(engine.build.guide, answer)
    for block in section.blocks:
        assert sum("Тел." in segment.text for line in block.lines for segment in line) <= 2


def test_the_information_centre_is_shown_with_its_number(engine: Engine) -> None:
    quote = help_desk_quote(engine.build.guide)
    assert quote is not None
    (block,) = view_quote(engine.build.guide, quote)
    phones = [one.href for line in block.lines for one in line if one.kind == "phone"]
    assert phones[:1] == ["tel:0570013904"]
