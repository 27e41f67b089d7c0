"""The weighing of pieces."""

import numpy as np

from ingest.corpus import Corpus
from search.answer.model import feature_names, piece_features, softmax
from search.build import Build


def test_probabilities_sum_to_one_and_keep_the_order() -> None:
    shares = softmax(np.array([1.0, 3.0, 2.0], np.float32))
    assert abs(float(shares.sum()) - 1) < 1e-6
    assert list(shares.argsort()) == [0, 2, 1]


def test_weights_name_only_features(corpus: Corpus, build: Build) -> None:
    assert set(corpus.answers.weights) <= set(feature_names(build.answers.sections["1.1"]))


def test_a_cue_counts_where_question_and_piece_have_it(build: Build) -> None:
    pieces = build.answers.sections["1.1-3"]
    even = np.full(len(pieces.own), 1 / len(pieces.own), np.float32)
    features = piece_features(pieces, even, pieces.vectors[0], {"паспорт"}, frozenset({"time"}))
    names = feature_names(pieces)
    assert features.shape == (len(pieces.own), len(names))
    assert features[0, names.index("time")] == 1
    assert features[0, names.index("place")] == 0
    assert features[:, names.index("words")].argmax() == 1, "the passport"
