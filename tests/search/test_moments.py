"""Mean and spread of all cosines, without comparing."""

from pathlib import Path

import numpy as np
import pytest

from search.build import Build
from search.encoder import Encoder
from search.moments import Moments, of_all


def test_moments_give_what_all_cosines_give(build: Build, encoder: Encoder) -> None:
    query = encoder.encode_query("Що робити, якщо загубив посвідку?")
    cosines = build.passages.vectors(0, build.passages.count) @ query
    for mean, deviation in (of_all(cosines), build.moments.of_cosines(query)):
        assert mean == pytest.approx(float(cosines.mean()), abs=1e-6)
        assert deviation == pytest.approx(float(cosines.std()), rel=1e-4)


def test_blocks_make_no_difference() -> None:
    vectors = np.random.default_rng(0).normal(size=(50, 6)).astype(np.float32)
    whole, blocks = Moments.of([vectors], 6), Moments.of([vectors[:20], vectors[20:]], 6)
    np.testing.assert_allclose(whole.mean, vectors.mean(axis=0), atol=1e-6)
    np.testing.assert_allclose(whole.covariance, np.cov(vectors.T, bias=True), atol=1e-5)
    np.testing.assert_allclose(blocks.covariance, whole.covariance, atol=1e-6)


def test_equal_cosines_have_a_deviation_to_divide_by() -> None:
    same = Moments.of([np.eye(3, dtype=np.float32)[[0, 0]]], 3)
    assert of_all(np.array([0.5, 0.5], np.float32)) == (0.5, 1.0)
    assert same.of_cosines(np.array([0.5, 0, 0], np.float32)) == (0.5, 1.0)


def test_saved_moments_of_another_dimension_are_refused(tmp_path: Path) -> None:
    Moments.of([np.eye(3, dtype=np.float32)], 3).save(tmp_path)
    assert Moments.load(tmp_path, 3).mean.shape == (3,)
    with pytest.raises(ValueError, match="another dimension than 4"):
        Moments.load(tmp_path, 4)
