"""From the asked leg's labels to the sections that are held now."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from search.asked import NOWHERE, AskedModel, chapter_label
from search.build import Build
from search.calibration import NewSections
from search.chunk_table import ChunkTable
from search.ids import Ids
from search.posterior import Posterior, PosteriorMaker, SectionLegs

_NEVER = NewSections(bias=-50.0, lead=0.0, share=0.0, rest=0.0)
_EVEN = NewSections(bias=0.0, lead=0.0, share=0.0, rest=0.0)


_HELD = ("1.1-3", "1.1-4", "1.2-1", "2.1", "2")
"""Sections, the last without text of its own."""


def _table(ids: Sequence[str] = _HELD, without_text: int = 1) -> ChunkTable:
    """Sections with a chunk each, but for the last few."""
    rows = len(ids) - without_text
    return ChunkTable(Ids.of(ids), np.arange(rows, dtype=np.int32), np.zeros(rows, np.uint8))


def _model(build: Build, *labels: str) -> AskedModel:
    assert build.asked is not None
    return replace(build.asked, labels=labels)


def _legs(*fused: float) -> SectionLegs:
    scores = np.array(fused, np.float32)
    return SectionLegs(scores, scores, scores)


def _unused() -> SectionLegs:
    raise AssertionError("there are no new sections")


def _posterior(
    maker: PosteriorMaker,
    probabilities: Sequence[float],
    legs: Callable[[], SectionLegs],
    looked_at: Sequence[int] = range(5),
    with_legs: Sequence[int] = range(4),
) -> Posterior:
    field = maker.field(np.array(looked_at, np.intp), np.array(with_legs, np.intp))
    return maker.posterior(np.array(probabilities, np.float32), field, legs)


def test_sections_that_people_asked_about_keep_their_probability(build: Build) -> None:
    model = _model(build, "1.1-3", "1.1-4", "1.2-1", "2.1", chapter_label("9"), NOWHERE)
    found = _posterior(PosteriorMaker(model, _table(), _EVEN), [0.4, 0.1, 0.1, 0.1, 0.2, 0.1], _unused)
    assert found.sections == pytest.approx([0.4, 0.1, 0.1, 0.1, 0.0])
    assert found.answerable == pytest.approx(0.7)
    assert found.nowhere == pytest.approx(0.1)
    number, score = found.likeliest_chapter()
    assert number == "9"
    assert score == pytest.approx(2 / 3)
    assert found.new is None


def test_a_chapter_that_turned_up_gives_its_probability_to_its_sections(build: Build) -> None:
    model = _model(build, "1.1-3", "1.1-4", "1.2-1", chapter_label("2"), NOWHERE)
    maker = PosteriorMaker(model, _table(), _NEVER)
    found = _posterior(maker, [0.2, 0.0, 0.0, 0.7, 0.1], lambda: _legs(0.1, 0.1, 0.1, 0.5))
    assert found.sections == pytest.approx([0.2, 0.0, 0.0, 0.7, 0.0], abs=1e-6)
    assert found.likeliest_chapter() == (None, 0.0)


def test_new_sections_share_what_the_gate_gives_them_by_their_scores(build: Build) -> None:
    maker = PosteriorMaker(_model(build, "1.1-3", NOWHERE), _table(), _EVEN)
    found = _posterior(maker, [0.6, 0.4], lambda: _legs(0.2, 0.6, 0.3, 0.3))
    assert found.sections[0] == pytest.approx(0.3)
    assert found.sections[1:].sum() == pytest.approx(0.5)
    assert found.sections[1] > 10 * found.sections[2]
    assert found.new is not None
    assert found.new.lead == pytest.approx(0.4)
    assert found.new.rest == pytest.approx(0.4)


def test_a_section_without_text_is_never_new(build: Build) -> None:
    maker = PosteriorMaker(_model(build, "1.1-3", "1.1-4", "1.2-1", "2.1", NOWHERE), _table(), _EVEN)
    assert _posterior(maker, [0.4, 0.3, 0.1, 0.1, 0.1], _unused).sections[4] == 0


def test_sections_that_no_leg_found_are_looked_at_where_people_asked_about_them(build: Build) -> None:
    """Of a large build: the legs found 1.1-4 and 2.1, and nobody asked about those."""
    maker = PosteriorMaker(_model(build, "1.1-3", "1.2-1", NOWHERE), _table(), _EVEN)
    assert maker.asked.tolist() == [0, 2]
    found = _posterior(maker, [0.6, 0.2, 0.2], lambda: _legs(0.2, 0.6), looked_at=(0, 1, 2, 3), with_legs=(1, 3))
    assert found.sections[[0, 2]] == pytest.approx([0.3, 0.1])
    assert found.sections[3] > found.sections[1] > 0
    assert found.new is not None
    assert found.new.lead == pytest.approx(0.4), "those that weren't found are behind all that were"
