"""Copies are unlike their originals, but spread as those are."""

import numpy as np
import pytest

from eval.scale.noise import LEFT_OUT, Noise

_TERMS = [[f"слово{number}", "а", "б", "в", "г", "д", "е", "є", "ж", "з"] for number in range(300)]


@pytest.fixture
def noise() -> Noise:
    random = np.random.default_rng(1)
    vectors = 4 * np.eye(16)[0] + random.normal(size=(300, 16)) * np.linspace(0.1, 0.9, 16)
    return Noise((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), _TERMS)


def test_copy_nought_is_the_original(noise: Noise) -> None:
    assert list(noise.terms(0)) == _TERMS
    assert noise.vectors(0) is noise.vectors(0)


def test_vectors_are_moved_and_keep_length_and_spread(noise: Noise) -> None:
    original, copy = noise.vectors(0), noise.vectors(1)
    np.testing.assert_allclose(np.linalg.norm(copy, axis=1), 1, rtol=1e-5)
    assert 0.6 < (original * copy).sum(axis=1).mean() < 0.98
    assert not np.allclose(copy, noise.vectors(2), atol=0.05)
    np.testing.assert_allclose(copy.mean(axis=0), original.mean(axis=0), atol=0.05)
    np.testing.assert_allclose(np.trace(np.cov(copy.T)), np.trace(np.cov(original.T)), rtol=0.15)


def test_terms_are_left_out_and_replaced(noise: Noise) -> None:
    copy = list(noise.terms(1))
    kept = sum(len(held) for held in copy) / sum(len(held) for held in _TERMS)
    assert kept == pytest.approx(1 - LEFT_OUT, abs=0.03)
    assert copy != _TERMS


def test_a_copy_is_always_the_same(noise: Noise) -> None:
    np.testing.assert_array_equal(noise.vectors(3), noise.vectors(3))
    assert list(noise.terms(3)) == list(noise.terms(3))
