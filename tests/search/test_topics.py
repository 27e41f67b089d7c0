"""Topics of chapters that are not held."""

import numpy as np
import pytest

from search.build import Build
from search.encoder import Encoder
from search.topics import TopicIndex


def test_the_nearest_topic_is_given_with_its_cosine() -> None:
    index = TopicIndex(("2", "9"), np.array([[1, 0], [0.6, 0.8]], np.float32))
    chapter, cosine = index.best(np.array([0, 1], np.float32))
    assert chapter == "9"
    assert cosine == pytest.approx(0.8)


def test_without_absent_chapters_there_is_no_topic() -> None:
    assert TopicIndex((), np.empty((0, 2), np.float32)).best(np.ones(2, np.float32)) == (None, -1.0)


def test_the_build_holds_a_topic_for_every_absent_chapter(build: Build) -> None:
    assert set(build.topics.chapters) == {str(number) for number in range(2, 13)}
    assert build.topics.vectors.shape == (len(build.topics.chapters), build.manifest.encoder.dimension)
    np.testing.assert_allclose(np.linalg.norm(build.topics.vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("question", "chapter"),
    [
        ("Як обміняти українські водійські права на японські?", "9"),
        ("Як викликати швидку та пожежників під час землетрусу?", "10"),
        ("Скільки коштує пенсійне страхування ненкін?", "7"),
        ("Як оформити договір оренди квартири, застава рейкін?", "11"),
    ],
)
def test_questions_find_the_topic_of_their_chapter(question: str, chapter: str, build: Build, encoder: Encoder) -> None:
    assert build.topics.best(encoder.encode_query(question))[0] == chapter
