"""Ranking: both legs, every section, and the evidence of an answer."""

from dataclasses import replace

import numpy as np
import pytest

from search.build import Build
from search.chunk import ChunkKind
from search.encoder import Encoder
from search.engine import Engine
from search.ranking import Ranker
from search.section import BlockKind
from search.topics import TopicIndex

_QUESTION = "Скільки днів є, щоб повідомити про втрату посвідки на проживання?"


def test_both_legs_fire_on_ukrainian_text(engine: Engine) -> None:
    legs = engine.rank(_QUESTION).legs
    chunks = engine.build.chunks
    for scores in (legs.dense, legs.lexical, legs.fused):
        assert scores.shape == (len(chunks),)
        assert scores.max() > 0
        assert "1.1-3" in {chunks[row].section_id for row in np.argsort(-scores)[:5]}
    assert 0 <= legs.lexical.min() <= legs.lexical.max() <= 1
    assert legs.dense.mean() == pytest.approx(0, abs=1e-4)


def test_every_section_is_ranked_once_best_first(engine: Engine) -> None:
    sections = engine.rank(_QUESTION).sections
    assert {ranked.section.id for ranked in sections} == set(engine.build.guide.sections)
    assert len(sections) == 33
    order = [(-ranked.score, ranked.section.id) for ranked in sections]
    assert order == sorted(order)


def test_without_asked_questions_a_section_scores_as_its_best_chunk(build: Build, encoder: Encoder) -> None:
    engine = Engine(build, encoder, with_asked=False)
    ranking = engine.rank(_QUESTION)
    fused: dict[str, float] = {}
    for chunk, score in zip(engine.build.chunks, ranking.legs.fused.tolist(), strict=True):
        fused[chunk.section_id] = max(score, fused.get(chunk.section_id, 0))
    assert {ranked.section.id: ranked.score for ranked in ranking.sections} == pytest.approx(
        dict.fromkeys(engine.build.guide.sections, 0.0) | fused
    )


def test_the_best_piece_is_no_whole_section_and_lies_in_it(engine: Engine) -> None:
    ranker = Ranker(engine.build)
    legs = engine.rank(_QUESTION).legs
    pieces = {chunk.span for chunk in engine.build.chunks if chunk.kind is not ChunkKind.SECTION}
    for section in engine.build.guide.sections.values():
        piece = ranker.best_piece(section, legs, frozenset())
        row = ranker.best_row(section, legs)
        assert section.span.holds(piece)
        if row is None:
            assert piece == section.blocks[0].span
            assert section.blocks[0].kind is BlockKind.HEADING
        else:
            assert piece in pieces
            assert engine.build.chunks[int(legs.rows[row])].section_id == section.id


def test_evidence_is_larger_for_what_the_guide_answers(engine: Engine) -> None:
    held = engine.rank(_QUESTION).evidence
    absent = engine.rank("Як обміняти водійські права на японські?").evidence
    assert held.lead > absent.lead
    assert held.share > absent.share


def test_with_asked_questions_scores_are_probabilities_and_their_sum_is_the_evidence(engine: Engine) -> None:
    ranking = engine.rank(_QUESTION)
    assert all(0 <= score <= 1 for score in ranking.scores)
    assert ranking.evidence.asked == pytest.approx(sum(ranking.scores), abs=1e-5)
    assert ranking.sections[0].section.id == "1.1-3"
    assert ranking.scores[0] > 2 * ranking.scores[1]
    assert ranking.new is None


@pytest.mark.parametrize("with_asked", [True, False])
def test_the_likeliest_absent_chapter_is_named(with_asked: bool, build: Build, encoder: Encoder) -> None:
    engine = Engine(build, encoder, with_asked=with_asked)
    assert engine.rank("Як обміняти водійські права на японські?").likeliest_chapter.number == "9"


def test_a_page_of_the_ranking_is_a_part_of_it(engine: Engine) -> None:
    ranking = engine.rank(_QUESTION)
    assert [*ranking.page(0, 5), *ranking.page(5, 99)] == ranking.sections


def test_with_every_chapter_held_the_lead_is_counted_from_the_mean(build: Build, encoder: Encoder) -> None:
    whole = replace(build, topics=TopicIndex((), np.empty((0, build.manifest.encoder.dimension), np.float32)))
    ranking = Engine(whole, encoder, with_asked=False).rank("Рецепт борщу з пампушками")
    assert (ranking.likeliest_chapter.number, ranking.likeliest_chapter.score) == (None, 0.0)
    assert ranking.evidence.lead == pytest.approx(float(ranking.legs.dense.max()))
