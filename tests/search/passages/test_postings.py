"""The best rows of a sparse matrix, against adding up everything."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.passages.postings import Postings

_ROWS, _TERMS = 400, 30


def _random(seed: int) -> Postings:
    """Terms from very rare to very common, weights of few values so that sums are often equal."""
    random = np.random.default_rng(seed)
    held = random.random((_ROWS, _TERMS)) < np.geomspace(0.002, 0.9, _TERMS)
    rows, columns = np.nonzero(held)
    weights = (random.integers(1, 8, len(rows)) / 4).astype(np.float32)
    return Postings.of(rows.astype(np.int32), columns.astype(np.int32), weights, _ROWS, _TERMS)


def _expected(sums: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None = None) -> list[int]:
    rows = [row for row in range(_ROWS) if sums[row] > 0 and (allowed is None or allowed[row])]
    return sorted(sorted(rows, key=lambda row: (-float(sums[row]), row))[:limit])


@given(
    st.integers(0, 5),
    st.lists(st.integers(0, _TERMS - 1), unique=True, max_size=8),
    st.sampled_from([1, 3, 20, _ROWS, 2 * _ROWS]),
)
def test_the_best_rows_are_those_of_all_sums(seed: int, columns: list[int], limit: int) -> None:
    postings = _random(seed)
    sums = postings.scores(columns)
    assert postings.best(columns, limit).tolist() == _expected(sums, limit)
    allowed = np.arange(_ROWS) % 3 == 1
    assert postings.best(columns, limit, allowed).tolist() == _expected(sums, limit, allowed)


@given(st.integers(0, 5), st.lists(st.integers(0, _TERMS - 1), unique=True, max_size=8))
def test_sums_of_some_rows_are_those_of_all(seed: int, columns: list[int]) -> None:
    postings = _random(seed)
    rows = np.arange(0, _ROWS, 7)
    assert postings.sums(columns, rows).tolist() == postings.scores(columns)[rows].tolist()


def test_a_term_that_no_row_has_any_more_gives_nothing() -> None:
    postings = _random(0)
    assert postings.best([_TERMS + 3], 5).tolist() == []
    assert postings.sums([_TERMS + 3], np.arange(3)).tolist() == [0, 0, 0]


def test_saved_postings_are_the_same(tmp_path: Path) -> None:
    postings = _random(1)
    postings.save(tmp_path)
    opened = Postings.load(tmp_path, _ROWS)
    assert opened.best([0, 5, 9], 10).tolist() == postings.best([0, 5, 9], 10).tolist()
    assert opened.scores([3, 4]).tolist() == pytest.approx(postings.scores([3, 4]).tolist())
