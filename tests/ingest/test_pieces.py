"""Answer pieces cut from the real guide."""

from collections.abc import Callable

import pytest

from ingest.corpus import Corpus
from ingest.pieces import cut_pieces, passage_of
from search.analyser import Analyser
from search.answer.piece import AnswerPiece
from search.answer.store import check_piece
from search.guide import Guide

PiecesOf = Callable[[str], list[AnswerPiece]]


@pytest.fixture(scope="module")
def pieces(guide: Guide, corpus: Corpus) -> tuple[AnswerPiece, ...]:
    return cut_pieces(guide, Analyser(), corpus.cues)


@pytest.fixture(scope="module")
def pieces_of(pieces: tuple[AnswerPiece, ...]) -> PiecesOf:
    return lambda section: [piece for piece in pieces if piece.section_id == section]


def _starting(held: list[AnswerPiece], words: str) -> AnswerPiece:
    return next(piece for piece in held if piece.parts[0].text.startswith(words))


def test_every_part_is_the_guides_text_in_order(guide: Guide, pieces: tuple[AnswerPiece, ...]) -> None:
    done = 0
    for piece in pieces:
        check_piece(guide, piece)
        for part in piece.parts:
            assert part.span.start >= done
            assert part.text == part.text.strip()
            assert not part.text.startswith(("- ", "→", "<"))
            done = part.span.end


def test_leads_stand_before_the_piece(pieces_of: PiecesOf, guide: Guide) -> None:
    for section in guide.sections:
        for place, piece in enumerate(pieces_of(section)):
            assert all(lead < place for lead in piece.leads)
            assert len(set(piece.leads)) == len(piece.leads)


def test_a_document_stands_under_the_heading_of_its_list(pieces_of: PiecesOf) -> None:
    held = pieces_of("1.1-3")
    passport = _starting(held, "Паспорт")
    assert passage_of(passport, held) == "Які документи необхідно надати Паспорт"
    assert "documents" in passport.says


def test_an_item_in_brackets_goes_on_from_the_one_before(pieces_of: PiecesOf) -> None:
    held = pieces_of("1.1-3")
    over = [held[place].parts[0].text for place in _starting(held, "(довідка про втрату").leads]
    assert over[-1] == "Документи, що підтверджують факт втрати посвідки на проживання"


def test_a_numbered_item_keeps_its_explanation(pieces_of: PiecesOf) -> None:
    piece = _starting(pieces_of("1.1-1"), "③")
    assert piece.parts[1].text.startswith("Перед закінченням терміну проживання")
    assert piece.leads == ()


def test_a_blank_line_ends_a_sub_heading(pieces_of: PiecesOf) -> None:
    held = pieces_of("1.1-4")
    over = [held[place].parts[0].text for place in _starting(held, "Коли помирає").leads]
    assert over == ["Посвідку на проживання необхідно повернути в Регіональне імміграційне бюро у таких випадках:"]


def test_rows_are_cells_and_a_department_stands_under_its_office(pieces_of: PiecesOf) -> None:
    held = pieces_of("1.6")
    osaka = _starting(held, "Регіональне імміграційне бюро в м. Осака")
    assert [part.text for part in osaka.parts][-1] == "Тел.: 06-4703-2100"
    registration = _starting(held, "Департамент реєстрації")
    (office,) = registration.leads
    assert "Йоцую" in held[office].parts[0].text


def test_a_sentence_is_whole(pieces_of: PiecesOf) -> None:
    (first, second, *_) = pieces_of("1.3.2")
    assert first.parts[0].text.endswith("терміном перебування.")
    assert second.parts[0].text.startswith("(Найдовший можливий період")


def test_a_line_that_only_points_to_a_link_says_nothing_itself(pieces: tuple[AnswerPiece, ...]) -> None:
    for piece in pieces:
        assert piece.own != ("веб-сайт, вказаний далі" in piece.parts[0].text) or piece.parts[0].kind == "lead"
