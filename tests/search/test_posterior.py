"""From the asked leg's labels to the sections that are held now."""

from dataclasses import replace

import numpy as np
import pytest

from search.asked import NOWHERE, AskedModel, chapter_label
from search.build import Build
from search.calibration import NewSections
from search.posterior import PosteriorMaker, SectionLegs
from search.section import Section

_NEVER = NewSections(bias=-50.0, lead=0.0, share=0.0, rest=0.0)
_EVEN = NewSections(bias=0.0, lead=0.0, share=0.0, rest=0.0)


@pytest.fixture
def sections(build: Build) -> tuple[Section, ...]:
    """Three sections of chapter 1, and one that is taken for chapter 2's; all have text."""
    first = [build.guide.sections[name] for name in ("1.1-3", "1.1-4", "1.2-1")]
    return (*first, replace(build.guide.sections["1.2-2"], id="2.1", chapter="2"))


def _model(build: Build, *labels: str) -> AskedModel:
    assert build.asked is not None
    return replace(build.asked, labels=labels)


def _legs(*fused: float) -> SectionLegs:
    scores = np.array(fused, np.float32)
    return scores, scores, scores


def _unused() -> SectionLegs:
    raise AssertionError("there are no new sections")


def test_sections_that_people_asked_about_keep_their_probability(build: Build, sections: tuple[Section, ...]) -> None:
    model = _model(build, "1.1-3", "1.1-4", "1.2-1", "2.1", chapter_label("9"), NOWHERE)
    maker = PosteriorMaker(model, sections, len(sections), _EVEN)
    found = maker.posterior(np.array([0.4, 0.1, 0.1, 0.1, 0.2, 0.1], np.float32), _unused)
    assert found.sections == pytest.approx([0.4, 0.1, 0.1, 0.1])
    assert found.answerable == pytest.approx(0.7)
    assert found.nowhere == pytest.approx(0.1)
    number, score = found.likeliest_chapter()
    assert number == "9"
    assert score == pytest.approx(2 / 3)
    assert found.new is None


def test_a_chapter_that_turned_up_gives_its_probability_to_its_sections(
    build: Build, sections: tuple[Section, ...]
) -> None:
    model = _model(build, "1.1-3", "1.1-4", "1.2-1", chapter_label("2"), NOWHERE)
    maker = PosteriorMaker(model, sections, len(sections), _NEVER)
    found = maker.posterior(np.array([0.2, 0.0, 0.0, 0.7, 0.1], np.float32), lambda: _legs(0.1, 0.1, 0.1, 0.5))
    assert found.sections == pytest.approx([0.2, 0.0, 0.0, 0.7], abs=1e-6)
    assert found.likeliest_chapter() == (None, 0.0)


def test_new_sections_share_what_the_gate_gives_them_by_their_scores(
    build: Build, sections: tuple[Section, ...]
) -> None:
    model = _model(build, "1.1-3", NOWHERE)
    maker = PosteriorMaker(model, sections, len(sections), _EVEN)
    found = maker.posterior(np.array([0.6, 0.4], np.float32), lambda: _legs(0.2, 0.6, 0.3, 0.3))
    assert found.sections[0] == pytest.approx(0.3)
    assert found.sections[1:].sum() == pytest.approx(0.5)
    assert found.sections[1] > 10 * found.sections[2]
    assert found.new is not None
    assert found.new.lead == pytest.approx(0.4)
    assert found.new.rest == pytest.approx(0.4)


def test_a_section_without_text_is_never_new(build: Build, sections: tuple[Section, ...]) -> None:
    model = _model(build, "1.1-3", "1.1-4", "1.2-1", NOWHERE)
    maker = PosteriorMaker(model, sections, 3, _EVEN)
    found = maker.posterior(np.array([0.4, 0.3, 0.2, 0.1], np.float32), _unused)
    assert found.sections[3] == 0
