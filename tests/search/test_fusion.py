"""Two legs on one scale."""

import numpy as np
import pytest

from search.fusion import DENSE_FULL, best_of_sections, fuse, standardise


def test_cosines_become_standard_deviations_above_their_mean() -> None:
    standardised = standardise(np.array([0.7, 0.8, 0.9], np.float32), mean=0.8, deviation=0.0816497)
    assert standardised.tolist() == pytest.approx([-1.224745, 0, 1.224745], abs=1e-4)


def test_a_full_score_is_one() -> None:
    assert fuse(np.array([DENSE_FULL], np.float32), np.ones(1, np.float32)).tolist() == pytest.approx([1])


def test_scores_are_never_below_zero_and_grow_with_each_leg() -> None:
    dense = np.array([-3, 0, 1, 1], np.float32)
    lexical = np.array([0, 0, 0, 0.5], np.float32)
    fused = fuse(dense, lexical)
    assert fused[:2].tolist() == [0, 0]
    assert 0 < fused[2] < fused[3]


def test_a_section_has_the_score_of_its_best_chunk() -> None:
    fused = np.array([0.1, 0.4, 0.2, 0.3, 0.9], np.float32)
    assert best_of_sections(fused, np.array([0, 2, 4], np.intp)).tolist() == pytest.approx([0.4, 0.3, 0.9])
