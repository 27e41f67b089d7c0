"""Teaching: a student comes nearer to its teacher, always the same way."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from eval.smaller.distil import Lesson, Vectors, batches, distil, teacher_vectors
from eval.smaller.student import load_model


@pytest.fixture(scope="session")
def texts(few_asked: Path) -> list[str]:
    """The guide's lines, as passages."""
    lines = (few_asked / "rozdil-01.txt").read_text(encoding="utf-8").splitlines()
    return [f"уривок: {line.strip()}" for line in lines if len(line) > 30][:120]


@pytest.fixture(scope="session")
def targets(teacher: Path, texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Vectors:
    """What the teacher says of them."""
    return teacher_vectors(teacher, "small", texts, tmp_path_factory.mktemp("cache"))


def mean_cosine(model: Path, texts: list[str], targets: Vectors) -> float:
    return float((load_model(model).encode(texts, show_progress_bar=False) * targets).sum(axis=1).mean())


def test_a_student_comes_nearer_to_its_teacher(
    student: Path, texts: list[str], targets: Vectors, tmp_path: Path
) -> None:
    before = mean_cosine(student, texts, targets)
    taught = distil(student, texts, targets, Lesson(epochs=20, minutes=2, seed=1), tmp_path / "taught")
    after = mean_cosine(tmp_path / "taught", texts, targets)
    assert 1 - after < (1 - before) / 2
    assert before < taught.cosine < after + 0.02
    assert (taught.texts, taught.epochs) == (len(texts), 20)
    assert taught.tokens > 20 * len(texts)


def test_embedding_tables_stay_the_teachers(student: Path, texts: list[str], targets: Vectors, tmp_path: Path) -> None:
    distil(student, texts, targets, Lesson(epochs=1, minutes=2, seed=1), tmp_path / "taught")
    before, after = (load_model(folder)[0].model for folder in (student, tmp_path / "taught"))
    for name in ("word_embeddings", "position_embeddings"):
        one, other = (getattr(bert.embeddings, name).weight for bert in (before, after))
        assert torch.equal(one, other)
    one, other = (bert.encoder.layer[0].output.dense.weight for bert in (before, after))
    assert not torch.equal(one, other)


def test_the_same_seed_teaches_the_same(student: Path, texts: list[str], targets: Vectors, tmp_path: Path) -> None:
    def taught(name: str, seed: int) -> torch.Tensor:
        distil(student, texts, targets, Lesson(epochs=1, minutes=5, seed=seed), tmp_path / name)
        weights: torch.Tensor = load_model(tmp_path / name)[0].model.encoder.layer[0].output.dense.weight
        return weights

    first = taught("first", 1)
    assert torch.allclose(first, taught("again", 1), atol=1e-5)
    assert not torch.allclose(first, taught("other", 2), atol=1e-5)


def test_time_ends_a_lesson(student: Path, texts: list[str], targets: Vectors, tmp_path: Path) -> None:
    taught = distil(student, texts, targets, Lesson(epochs=10_000, minutes=0.02, seed=1), tmp_path / "taught")
    assert 0 < taught.epochs < 10_000


def test_the_teacher_is_asked_once(
    teacher: Path, texts: list[str], targets: Vectors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert np.allclose(np.linalg.norm(targets, axis=1), 1, atol=1e-5)
    encoded = load_model(teacher).encode(texts[:3], show_progress_bar=False)
    assert np.allclose(targets[:3], encoded, atol=1e-4)
    teacher_vectors(teacher, "small", texts, tmp_path)

    def fail(folder: Path) -> None:
        pytest.fail(f"{folder} was loaded again")

    monkeypatch.setattr("eval.smaller.distil.load_model", fail)
    assert np.array_equal(
        teacher_vectors(teacher, "small", texts, tmp_path), teacher_vectors(teacher, "small", texts, tmp_path)
    )


def test_batches_hold_every_text_once_and_texts_of_about_one_length() -> None:
    lengths = [random.Random(7).randint(5, 400) for _ in range(700)]
    made = list(batches(lengths, random.Random(1)))
    assert sorted(place for batch in made for place in batch) == list(range(700))
    assert all(len(batch) == 1 or max(lengths[place] for place in batch) * len(batch) <= 1024 for batch in made)
    padded = sum(max(lengths[place] for place in batch) * len(batch) for batch in made)
    assert padded < 1.2 * sum(lengths)
    assert made != list(batches(lengths, random.Random(2)))
