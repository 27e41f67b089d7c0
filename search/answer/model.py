"""How the pieces of a section compete for a question: a softmax over a few readable features, weights as data."""

from collections.abc import Set
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from search.answer.store import SectionPieces

Array = NDArray[np.float32]

BASE_FEATURES = ("asked", "nearness", "words")
_SHARPNESS = 30.0
_ASKED_FLOOR = 0.003

Probability = Annotated[float, Field(ge=0, le=1)]


class AnswerModel(BaseModel):
    """`answers.toml`.

    Attributes:
        weights: by feature: `asked` (log of what the asked questions of the section say of the piece), `nearness` (its
            cosine with the question, times 30, against the section's mean), `words` (its share of the question's
            terms), and a cue's name, where question and piece both have that cue.
        enough: pieces are taken until their probabilities sum to this.
        usual_length: characters beyond which only a piece of probability `strong` is added.
        full_length: characters beyond which none is, unless the question asks for a list.
        list_from: least probability of a list that is shown whole or not at all, if it isn't asked for.
        link_from: least probability of a printed link, as an answer's sources have the official link in any case.
        second_from: least score of a second section that is quoted too, where the question asks for two things.
        second_alone_from: the same where nothing in its words says so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: dict[str, float]
    enough: Probability
    usual_length: Annotated[int, Field(gt=0)]
    full_length: Annotated[int, Field(gt=0)]
    strong: Probability
    list_from: Probability
    link_from: Probability
    second_from: Probability
    second_alone_from: Probability

    def weights_of(self, names: tuple[str, ...]) -> Array:
        """The weights of features in their order, 0 where there is none."""
        return np.array([self.weights.get(name, 0.0) for name in names], np.float32)


def feature_names(pieces: SectionPieces) -> tuple[str, ...]:
    """Names of the columns of `piece_features`."""
    return (*BASE_FEATURES, *pieces.cues)


def piece_features(pieces: SectionPieces, asked: Array, vector: Array, terms: Set[str], cues: frozenset[str]) -> Array:
    """Features of a section's own pieces for a question, shape `(pieces, 3 + cues)`.

    Args:
        asked: the probability of each piece by the asked questions of the section; all alike where there are none.
        vector: the question's unit vector.
        terms: its own terms and the guide's.
        cues: what its words ask for.
    """
    nearness = pieces.vectors @ vector * _SHARPNESS
    words = np.array([len(held.intersection(terms)) for held in pieces.terms], np.float32) / max(len(terms), 1)
    both = pieces.says * np.array([name in cues for name in pieces.cues], np.float32)
    return np.column_stack([np.log(asked + _ASKED_FLOOR), nearness - nearness.mean(), words, both])


def softmax(scores: Array) -> Array:
    """Probabilities from scores."""
    likely: Array = np.exp(scores - scores.max())
    shares: Array = likely / likely.sum()
    return shares
