"""Baselines from the build's own parts."""

import numpy as np
import pytest

from eval.baselines.plain import (
    DENSE_SHARE,
    PlainSystem,
    dense_scores,
    hybrid_scores,
    lexical_scores,
    min_max,
    plain_systems,
)
from eval.errors import QuestionFailedError
from eval.run.local import LIMIT
from search.engine import Engine

QUESTION = "загубила посвідку на проживання"


@pytest.fixture(scope="module")
def systems(engine: Engine) -> dict[str, PlainSystem]:
    """All plain baselines by name."""
    return {system.source: system for system in plain_systems(engine)}


def test_scores_are_scaled_from_0_to_1_per_question() -> None:
    assert min_max(np.array([0.8, 0.9, 0.85], np.float32)) == pytest.approx([0, 1, 0.5], abs=1e-5)
    assert min_max(np.array([0.3, 0.3], np.float32)) == pytest.approx([0, 0])


def test_the_hybrid_is_seven_parts_dense_and_three_lexical(engine: Engine) -> None:
    dense, lexical = min_max(dense_scores(engine, QUESTION)), min_max(lexical_scores(engine, QUESTION))
    assert DENSE_SHARE == 0.7
    assert hybrid_scores(engine, QUESTION) == pytest.approx(0.7 * dense + 0.3 * lexical, abs=1e-6)


def test_a_section_scores_as_its_best_chunk(engine: Engine, systems: dict[str, PlainSystem]) -> None:
    vectors = engine.build.passages.vectors(0, engine.build.passages.count)
    cosines = vectors @ engine.encoder.encode_query(QUESTION)
    first = systems["dense"].ask(QUESTION).results[0]
    assert first.score == pytest.approx(float(cosines.max()))
    assert first.section == engine.build.chunks[int(cosines.argmax())].section_id


def test_every_system_shows_sections_once_best_first(systems: dict[str, PlainSystem]) -> None:
    assert list(systems) == ["dense", "dense-repaired", "lexical", "hybrid", "hybrid-repaired"]
    for system in systems.values():
        shown = system.ask(QUESTION)
        scores = [result.score for result in shown.results]
        assert len({result.section for result in shown.results}) == LIMIT
        assert scores == sorted(scores, reverse=True)
        assert shown.outcome is None


def test_only_repaired_systems_mend_the_question(systems: dict[str, PlainSystem]) -> None:
    typed = "pfue,bkf gjcdslre yf ghj;bdfyyz"
    assert systems["dense"].ask(typed).searched_for == typed
    mended = systems["dense-repaired"].ask(typed)
    assert mended.searched_for == QUESTION
    assert mended.repairs == ("keyboard_layout",)


def test_scores_scaled_per_question_are_no_confidence(systems: dict[str, PlainSystem]) -> None:
    assert systems["hybrid"].ask(QUESTION).confidence is None
    assert systems["lexical"].ask(QUESTION).confidence is not None


def test_a_question_without_anything_visible_fails(systems: dict[str, PlainSystem]) -> None:
    with pytest.raises(QuestionFailedError, match="empty"):
        systems["dense"].ask("\u200b")
