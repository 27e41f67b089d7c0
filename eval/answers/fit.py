"""Fitting the weights by which answer pieces compete, on questions that the pieces' classifiers haven't seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.aggregate import Array
from ingest.answers import answering, piece_examples
from ingest.asked import Reader, fit
from search.answer.cues import CueReader
from search.answer.model import feature_names, piece_features
from search.answer.piece import AnswerPiece
from search.asked import AskedModel, Vector
from search.build import Build
from search.encoder import Encoder
from search.questions import Question
from search.repair import Repairer

FOLDS = 4
_PENALTY = 2.0
_DIGITS = 2
_TO_READ = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The pieces of a section for a question: their features, and the rows that show a fact of it."""

    features: Array
    right: NDArray[np.intp]


def fit_weights(choices: Sequence[Choice], names: Sequence[str]) -> dict[str, float]:
    """The weights under which the right pieces are likeliest, with a small penalty on large ones."""
    from scipy.optimize import minimize

    start = np.zeros(len(names))
    start[0] = 1.0
    found = minimize(lambda weights: _loss(weights, choices), start, jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), _DIGITS) for name, weight in zip(names, found, strict=True)}


def observe(build: Build, encoder: Encoder, questions: Sequence[Question]) -> tuple[list[Choice], tuple[str, ...]]:
    """What each question has to choose from, and the names of the features.

    In turn a part of the groups is left out, classifiers are fitted on the others, and the part is looked at with them.
    """
    answerable = [question for question in questions if question.answerable]
    by_section = {name: list(pieces.all) for name, pieces in build.answers.sections.items()}
    reader = Reader(build.analyser, Repairer(build.vocabulary))
    texts = list(dict.fromkeys(reader.read(question.text) for question in answerable))
    vectors = dict(zip(texts, encoder.encode_queries(texts), strict=True))
    fold_of = _folds(answerable)
    choices: list[Choice] = []
    for fold in range(FOLDS):
        others = [question for question in answerable if fold_of[question.group] != fold]
        models = _models(others, by_section, reader, vectors, encoder.description.id)
        part = [question for question in answerable if fold_of[question.group] == fold]
        choices += _choices(build, part, by_section, reader, vectors, models)
    return choices, feature_names(next(iter(build.answers.sections.values())))


def _folds(questions: Sequence[Question]) -> dict[str, int]:
    groups = sorted({question.group for question in questions})
    order = np.random.default_rng(0).permutation(len(groups))
    return {group: int(place) % FOLDS for group, place in zip(groups, order, strict=True)}


def _models(
    questions: Sequence[Question],
    by_section: Mapping[str, list[AnswerPiece]],
    reader: Reader,
    vectors: Mapping[str, Vector],
    encoder: str,
) -> dict[str, AskedModel]:
    fitted = {
        section_id: fit(examples, vectors, encoder, "")
        for section_id, examples in piece_examples(questions, by_section, reader).items()
    }
    return {section_id: model for section_id, model in fitted.items() if model is not None}


def _choices(
    build: Build,
    questions: Sequence[Question],
    by_section: Mapping[str, list[AnswerPiece]],
    reader: Reader,
    vectors: Mapping[str, Vector],
    models: Mapping[str, AskedModel],
) -> list[Choice]:
    cue_reader = CueReader.of(build.answers.cues)
    choices = []
    for question in questions:
        text = reader.read(question.text)
        tokens = list(build.analyser.tokens(text))
        own = build.analyser.meaningful(tokens)
        terms = frozenset([*own, *build.glossary.translate(own)])
        for section_id, rows in answering(question, by_section).items():
            if question.relevant[section_id] != _TO_READ:
                continue
            pieces = build.answers.sections[section_id]
            likely = np.zeros(len(pieces.own), np.float32)
            if model := models.get(section_id):
                likely[[int(label) for label in model.labels]] = model.probabilities(vectors[text], tokens, text)
            features = piece_features(pieces, likely, vectors[text], terms, cue_reader.asked_by(text))
            choices.append(Choice(features.astype(np.float64), np.array(sorted(rows), np.intp)))
    return choices


def _loss(weights: Array, choices: Sequence[Choice]) -> tuple[float, Array]:
    """Negative log-likelihood that a right piece is taken, with its gradient."""
    loss = _PENALTY * float(weights @ weights)
    gradient = 2 * _PENALTY * weights
    for choice in choices:
        scores = choice.features @ weights
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        right = np.zeros_like(likely)
        right[choice.right] = likely[choice.right] / max(likely[choice.right].sum(), 1e-12)
        loss -= float(np.log(max(likely[choice.right].sum(), 1e-12)))
        gradient += choice.features.T @ (likely - right)
    return loss, gradient
