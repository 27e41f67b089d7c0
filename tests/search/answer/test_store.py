"""The pieces of a build: read back, and refused where they aren't the guide's own text."""

from dataclasses import replace

import pytest

from search.answer.store import check_piece
from search.build import Build
from search.section import Span


def test_every_row_has_a_vector_and_terms(build: Build) -> None:
    for section in build.answers.sections.values():
        assert len(section.own) == len(section.vectors) == len(section.terms) == len(section.says)


def test_classifiers_name_rows_of_their_section(build: Build) -> None:
    for section_id, model in build.answers.asked.items():
        rows = {int(label) for label in model.labels}
        assert rows <= set(range(len(build.answers.sections[section_id].own)))


def test_a_piece_that_is_not_the_guides_text_is_refused(build: Build) -> None:
    piece = build.answers.sections["1.1-3"].all[0]
    part = piece.parts[0]
    check_piece(build.guide, piece)
    with pytest.raises(ValueError, match="isn't the guide's text"):
        check_piece(build.guide, replace(piece, parts=(replace(part, text=part.text + "!"),)))
    with pytest.raises(ValueError, match="lies outside"):
        check_piece(build.guide, replace(piece, parts=(replace(part, span=Span(0, len(part.text))),)))
