"""What asked questions say of answer pieces, and the help desk's row."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.answers import answering
from ingest.corpus import Corpus, read_corpus
from ingest.errors import CorpusError
from ingest.pieces import cut_pieces
from ingest.sections import parse_guide
from search.analyser import Analyser
from search.answer.piece import AnswerPiece
from search.guide import Guide
from search.questions import Question


@pytest.fixture(scope="module")
def by_section(guide: Guide, corpus: Corpus) -> Mapping[str, list[AnswerPiece]]:
    grouped: dict[str, list[AnswerPiece]] = {}
    for piece in cut_pieces(guide, Analyser(), corpus.cues):
        grouped.setdefault(piece.section_id, []).append(piece)
    return grouped


def _question(relevant: dict[str, int], *facts: str) -> Question:
    form = {"id": "1", "group": "1", "text": "?", "kind": "natural", "lang": "uk", "tags": [], "outcome": "answered"}
    return Question.model_validate(form | {"relevant": relevant, "facts": facts, "chapter": None})


def test_a_fact_is_shown_by_the_piece_that_holds_it(by_section: Mapping[str, list[AnswerPiece]]) -> None:
    assert answering(_question({"1.1-3": 3, "1.6": 1}, "14 днів"), by_section) == {"1.1-3": {0}}


def test_a_fact_over_a_list_is_shown_by_its_items(by_section: Mapping[str, list[AnswerPiece]]) -> None:
    assert len(answering(_question({"1.1": 3}, "6 випадків"), by_section)["1.1"]) == 6


def test_nearly_every_fact_of_the_asked_questions_is_in_a_piece(
    corpus: Corpus, by_section: Mapping[str, list[AnswerPiece]]
) -> None:
    asked = [question for question in corpus.asked if question.facts]
    found = [question for question in asked if answering(question, by_section)]
    assert len(found) / len(asked) > 0.99


def test_a_help_desk_that_the_text_does_not_have_is_refused(corpus_folder: Path) -> None:
    file = corpus_folder / "guide.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('table = "Інформаційний центр"', 'table = "Довідкова"'), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"help_desk names the table .Довідкова. of section 1\.6"):
        parse_guide(read_corpus(corpus_folder))
