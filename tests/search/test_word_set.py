"""Sets of words by their digests."""

from pathlib import Path

import numpy as np
import pytest

from search.word_set import WordSet


def test_a_saved_set_holds_its_words_and_hardly_any_other(tmp_path: Path) -> None:
    words = [f"слово{number}" for number in range(10_000)]
    WordSet.of(words).save(tmp_path / "words.npy")
    read = WordSet.load(tmp_path / "words.npy")
    assert all(word in read for word in words)
    assert sum(f"інше{number}" in read for number in range(10_000)) <= 1


def test_the_empty_set_holds_nothing() -> None:
    assert "слово" not in WordSet.of(())


@pytest.mark.parametrize("array", [np.zeros(3), np.zeros((3, 3), np.uint32)])
def test_a_file_that_is_no_set_is_refused(array: np.ndarray, tmp_path: Path) -> None:
    np.save(tmp_path / "words.npy", array)
    with pytest.raises(ValueError, match=r"words\.npy: .* expected uint32 in one"):
        WordSet.load(tmp_path / "words.npy")
