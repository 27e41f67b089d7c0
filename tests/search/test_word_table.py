"""Word embeddings read from the file row by row."""

from pathlib import Path

import numpy as np
import pytest

from search.word_table import ROWS_FILE, WordTable, save_word_table

TABLE = np.random.default_rng(0).normal(size=(500, 16)).astype(np.float32)
IDS = np.array([0, 499, 7, 7, 123], dtype=np.int64)


@pytest.mark.parametrize("kind", [np.float32, np.float16])
def test_a_table_gives_its_rows_exactly(kind: type[np.float32 | np.float16], tmp_path: Path) -> None:
    save_word_table(tmp_path, TABLE.astype(kind))
    np.testing.assert_array_equal(WordTable(tmp_path).embeddings(IDS), TABLE.astype(kind)[IDS])


def test_a_table_that_is_none_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / ROWS_FILE, np.zeros(5, np.float32))
    with pytest.raises(ValueError, match=r"shape \(5,\), expected rows of embeddings"):
        WordTable(tmp_path)
