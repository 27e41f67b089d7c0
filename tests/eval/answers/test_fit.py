"""Fitting the weights of answer pieces."""

import numpy as np

from eval.answers.fit import Choice, fit_weights


def test_a_feature_that_tells_the_right_piece_gets_the_weight() -> None:
    random = np.random.default_rng(1)
    choices = []
    for _ in range(200):
        features = random.normal(size=(5, 2))
        choices.append(Choice(features, np.array([int(features[:, 0].argmax())])))
    weights = fit_weights(choices, ("telling", "noise"))
    assert weights["telling"] > 1
    assert abs(weights["noise"]) < 0.5
