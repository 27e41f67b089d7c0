"""Choosing pieces: by probability and length, never without what stands over them."""

import numpy as np
import pytest

from ingest.corpus import Corpus
from search.answer.model import AnswerModel
from search.answer.selection import choose, find_lists, put_first
from search.answer.store import SectionPieces
from search.build import Build


@pytest.fixture
def model(corpus: Corpus) -> AnswerModel:
    return corpus.answers


def _choose(pieces: SectionPieces, model: AnswerModel, likely: dict[int, float]) -> list[int]:
    listed = {
        "documents": tuple(
            any("документи необхідно" in pieces.all[lead].parts[0].text for lead in pieces.all[place].leads)
            for place in pieces.own
        )
    }
    given = np.full(len(pieces.own), 1e-4, np.float32)
    for row, probability in likely.items():
        given[row] = probability
    return choose(pieces, find_lists(pieces, listed), given, model)


def test_the_best_piece_comes_with_its_sub_heading(build: Build, model: AnswerModel) -> None:
    pieces = build.answers.sections["1.2-6.1"]
    row = next(row for row, place in enumerate(pieces.own) if "14 днів" in pieces.all[place].parts[0].text)
    shown = [pieces.all[place].parts[0].text for place in _choose(pieces, model, {row: 0.99})]
    assert shown == ["Терміни повідомлення", "Будь ласка, надішліть повідомлення протягом 14 днів."]


def test_a_list_of_documents_is_shown_whole_or_not_at_all(build: Build, model: AnswerModel) -> None:
    pieces = build.answers.sections["1.1-3"]
    assert len(_choose(pieces, model, {1: 0.9})) == 6
    few = _choose(pieces, model, {0: 0.9, 1: 0.08})
    assert few[0] == 0
    assert not set(few) & {1, 2, 3, 4, 5, 6}


def test_a_line_that_only_introduces_is_never_alone(build: Build, model: AnswerModel) -> None:
    pieces = build.answers.sections["1.1-4"]
    assert pieces.all[0].opens
    assert len(_choose(pieces, model, {0: 0.99})) > 1


def test_an_answer_keeps_to_its_length(build: Build, model: AnswerModel) -> None:
    for pieces in build.answers.sections.values():
        even = {row: 1 / len(pieces.own) for row in range(len(pieces.own))}
        shown = _choose(pieces, model, even)
        lists = sum(pieces.all[place].length for place in shown if pieces.all[place].parts[0].kind == "item")
        rest = sum(pieces.all[place].length for place in shown) - lists
        assert rest <= model.full_length or len(shown) == 1


def test_what_is_put_first_brings_its_lead_along(build: Build) -> None:
    pieces = build.answers.sections["1.2-6.1"]
    assert put_first(pieces, [0, 1, 8, 9], 9) == [8, 9, 0, 1]
