"""The asked leg: what people asked before, as a classifier from a question to the place that answers it.

A multinomial logistic regression over a question's vector and its words, fitted when the index is built
(`ingest.asked`). Its labels are the sections that people asked about, the absent chapters, and nowhere. It reads words
as the analyser does, stop words included, and as runs of four letters, which a slip of the hand leaves mostly whole.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.analyser import Token
from search.normalise import fold

NOWHERE = "nowhere"
"""The label of questions that the guide answers in no chapter."""

GRAM = 4
_CHAPTER = "chapter "
_WORDS_KEPT = 65_536
_ARRAYS = ("mean", "vector_weights", "feature_weights", "frequencies", "intercept")

Vector = NDArray[np.float32]


def chapter_label(chapter: str) -> str:
    """The label of questions that a chapter answers whose text was absent when they were labelled."""
    return _CHAPTER + chapter


def chapter_of(label: str) -> str | None:
    """The chapter that a label names; `None` for a section and for nowhere."""
    return label.removeprefix(_CHAPTER) if label.startswith(_CHAPTER) else None


def features_of(term: str, word: str) -> Iterator[str]:
    """The features of a word: its term, and its runs of four letters, with a mark at both ends of the word.

    A run begins with `#`, so that none is taken for a term; a word too short for a run is one as a whole.
    """
    yield term
    padded = f"_{fold(word)}_"
    for start in range(max(len(padded) - GRAM, 0) + 1):
        yield "#" + padded[start : start + GRAM]


def damped(counts: NDArray[np.intp]) -> Vector:
    """Sublinear frequency: `1 + ln n` (Manning, Raghavan and Schütze, 2008, section 6.4.1)."""
    return (1.0 + np.log(counts)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class AskedModel:
    """The fitted classifier.

    Attributes:
        encoder: id of the encoder whose vectors it reads.
        inputs: digest of all that it was fitted on.
        labels: section ids, `chapter N`, and `nowhere`.
        columns: feature to its row in `feature_weights`.
        mean: mean vector of the questions, shape `(dimension,)`.
        vector_weights: shape `(dimension, labels)`.
        feature_weights: shape `(features, labels)`, to be taken with values of unit length.
        frequencies: inverse document frequency of each feature.
        intercept: shape `(labels,)`.
    """

    encoder: str
    inputs: str
    labels: tuple[str, ...]
    columns: Mapping[str, int]
    mean: Vector
    vector_weights: Vector
    feature_weights: NDArray[np.float16]
    frequencies: Vector
    intercept: Vector
    _rows_of: Callable[[str, str], tuple[int, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rows_of", lru_cache(maxsize=_WORDS_KEPT)(self._find_rows))

    def probabilities(self, vector: Vector, tokens: Sequence[Token], text: str) -> Vector:
        """The probability of each label for a question, shape `(labels,)`.

        Args:
            vector: the question's unit vector.
            tokens: of `text`, stop words included.
        """
        logits = (vector - self.mean) @ self.vector_weights + self.intercept
        rows, values = self._values(tokens, text)
        if rows:
            logits += values @ self.feature_weights[rows].astype(np.float32)
        logits -= logits.max()
        odds = np.exp(logits, out=logits)
        probabilities: Vector = odds / odds.sum()
        return probabilities

    def _values(self, tokens: Sequence[Token], text: str) -> tuple[list[int], Vector]:
        """The rows of the known features of a question, and their values, of length 1 together."""
        counts: dict[int, int] = {}
        for token in tokens:
            for row in self._rows_of(token.term, text[token.start : token.end]):
                counts[row] = counts.get(row, 0) + 1
        rows = list(counts)
        values: Vector = self.frequencies[rows] * damped(np.fromiter(counts.values(), np.intp, len(counts)))
        length = math.sqrt(float(values @ values))
        return rows, values / np.float32(length) if length else values

    def _find_rows(self, term: str, word: str) -> tuple[int, ...]:
        return tuple(self.columns[feature] for feature in features_of(term, word) if feature in self.columns)

    def save(self, folder: Path) -> None:
        """Write the model into a folder that exists."""
        for name in _ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name))
        names = {"encoder": self.encoder, "inputs": self.inputs, "labels": self.labels, "features": list(self.columns)}
        (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "AskedModel":
        """Read a saved model.

        Raises:
            OSError, ValueError, KeyError: a file is missing, or doesn't fit the others.
        """
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        arrays = {name: np.load(folder / f"{name}.npy") for name in _ARRAYS}
        labels, features = len(names["labels"]), len(names["features"])
        for name, expected in (("vector_weights", (len(arrays["mean"]), labels)), ("intercept", (labels,))):
            _check_shape(folder, name, arrays[name], expected)
        for name, expected in (("feature_weights", (features, labels)), ("frequencies", (features,))):
            _check_shape(folder, name, arrays[name], expected)
        return cls(
            encoder=names["encoder"],
            inputs=names["inputs"],
            labels=tuple(names["labels"]),
            columns={feature: row for row, feature in enumerate(names["features"])},
            **arrays,
        )


def _check_shape(folder: Path, name: str, array: NDArray[np.generic], expected: tuple[int, ...]) -> None:
    if array.shape != expected:
        raise ValueError(f"{folder.name}/{name}.npy has shape {array.shape}, expected {expected}")
