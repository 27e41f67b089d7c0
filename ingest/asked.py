"""Fitting the asked leg (`search.asked`) from the asked questions, when the index is built."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.analyser import Analyser, Token
from search.asked import NOWHERE, AskedModel, Vector, chapter_label, damped, features_of
from search.normalise import normalise_question
from search.questions import Question
from search.repair import Repairer, after

VECTOR_SCALE = 5.0
FEATURE_SCALE = 3.0
INVERSE_PENALTY = 2.0
LEAST_QUESTIONS = 3
"""A feature that fewer questions hold is left out. Scales and penalty were chosen on dev."""

_VERSION = "1"
_TO_READ = 3
_ITERATIONS = 200
_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Example:
    """A question as the model reads it, with one label; `weight` is shared where several sections are to be read."""

    text: str
    tokens: tuple[Token, ...]
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a question as a search does: normalised, repaired, cut into tokens."""

    analyser: Analyser
    repairer: Repairer

    def examples(self, questions: Iterable[Question], sections: Iterable[str]) -> tuple[Example, ...]:
        """The questions with their labels; one that only absent sections answer is left out."""
        known = frozenset(sections)
        made = []
        for question in questions:
            labels = labels_of(question, known)
            if labels:
                text = self.read(question.text)
                tokens = tuple(self.analyser.tokens(text))
                made += [Example(text, tokens, label, 1 / len(labels)) for label in labels]
        return tuple(made)

    def read(self, text: str) -> str:
        """What is searched for when somebody asks this."""
        question = normalise_question(text)
        return after(self.repairer.repair(question), question)


def labels_of(question: Question, sections: frozenset[str]) -> list[str]:
    """What the model is to say of a question: the sections to read, an absent chapter, or nowhere."""
    if question.answerable:
        return [section for section, grade in question.relevant.items() if grade == _TO_READ and section in sections]
    return [NOWHERE if question.chapter is None else chapter_label(question.chapter)]


def inputs_digest(examples: Iterable[Example], encoder: str) -> str:
    """Digest of all that a model depends on: equal ones need no second fit."""
    digest = hashlib.sha256(json.dumps([_VERSION, encoder]).encode())
    for example in examples:
        read = [example.text, [token.term for token in example.tokens], example.label, example.weight]
        digest.update(json.dumps(read, ensure_ascii=False).encode())
    return digest.hexdigest()


def fit(examples: Sequence[Example], vectors: Mapping[str, Vector], encoder: str, inputs: str) -> AskedModel | None:
    """The classifier that makes the labels likeliest, with a penalty on large weights; always the same.

    Gives `None` where there are fewer than two labels to tell apart.
    """
    if len({example.label for example in examples}) < 2:
        return None
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    counted = [Counter(_features_in(example)) for example in examples]
    columns, frequencies = _features(counted)
    matrix = np.stack([vectors[example.text] for example in examples])
    mean = matrix.mean(axis=0)
    values, places, starts = _unit_rows(counted, columns, frequencies)
    words = csr_matrix((values * FEATURE_SCALE, places, starts), shape=(len(examples), len(columns)))
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=_ITERATIONS, tol=_TOLERANCE).fit(
        hstack([csr_matrix((matrix - mean) * VECTOR_SCALE), words], format="csr"),
        [example.label for example in examples],
        sample_weight=[example.weight for example in examples],
    )
    weights, intercept = _of_all_labels(model.coef_, model.intercept_)
    dimension = matrix.shape[1]
    return AskedModel(
        encoder=encoder,
        inputs=inputs,
        labels=tuple(str(label) for label in model.classes_),
        columns=columns,
        mean=mean,
        vector_weights=np.ascontiguousarray(weights[:, :dimension].T * VECTOR_SCALE, dtype=np.float32),
        feature_weights=np.ascontiguousarray(weights[:, dimension:].T * FEATURE_SCALE, dtype=np.float16),
        frequencies=frequencies,
        intercept=intercept.astype(np.float32),
    )


def _features_in(example: Example) -> Iterator[str]:
    for token in example.tokens:
        yield from features_of(token.term, example.text[token.start : token.end])


def _features(counted: Sequence[Mapping[str, int]]) -> tuple[dict[str, int], Vector]:
    """The features that are frequent enough, in order, each with `ln((1 + N) / (1 + n)) + 1`."""
    held = Counter(feature for features in counted for feature in features)
    kept = sorted(feature for feature, times in held.items() if times >= LEAST_QUESTIONS)
    times = np.array([held[feature] for feature in kept], dtype=np.float64)
    frequencies = np.log((1 + len(counted)) / (1 + times)) + 1
    return {feature: column for column, feature in enumerate(kept)}, frequencies.astype(np.float32)


def _unit_rows(
    counted: Sequence[Mapping[str, int]], columns: Mapping[str, int], frequencies: Vector
) -> tuple[Vector, list[int], list[int]]:
    """Values, columns and row starts of a sparse matrix whose rows have length 1."""
    values: list[Vector] = []
    places: list[int] = []
    starts = [0]
    for features in counted:
        known = {columns[feature]: count for feature, count in features.items() if feature in columns}
        row = frequencies[list(known)] * damped(np.array(list(known.values()), dtype=np.intp))
        values.append(row / max(float(np.sqrt(row @ row)), 1e-9))
        places += known
        starts.append(len(places))
    return np.concatenate(values), places, starts


def _of_all_labels(weights: Vector, intercept: Vector) -> tuple[Vector, Vector]:
    """Weights a label; of two labels scikit-learn gives only those of the second against the first."""
    if len(weights) > 1:
        return weights, intercept
    return np.concatenate([-weights / 2, weights / 2]), np.concatenate([-intercept / 2, intercept / 2])
