"""The terms that passages have, and how many passages have each: what a question is read by before it is searched."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

K1 = 1.2


def inverse_document_frequency(documents: int, frequency: int) -> float:
    """`ln(1 + (N - n + 0.5) / (n + 0.5))`; greatest for a term that no document has."""
    return math.log1p((documents - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms of an index.

    Attributes:
        columns: term to column.
        frequencies: number of passages that have it, by column.
        count: number of passages.
    """

    columns: Mapping[str, int]
    frequencies: NDArray[np.int32]
    count: int

    def read(self, terms: Sequence[str]) -> tuple[list[int], float]:
        """The columns of a question's terms, each once, and the most that their weights could come to in a passage.

        A term that no passage has takes its part of the whole too: a question that is mostly about something else
        gets a low share.
        """
        columns, whole = [], 0.0
        for term in dict.fromkeys(terms):
            column = self.columns.get(term)
            frequency = 0
            if column is not None:
                columns.append(column)
                frequency = int(self.frequencies[column])
            whole += inverse_document_frequency(self.count, frequency)
        return columns, whole * (K1 + 1)

    def save(self, folder: Path) -> None:
        """Write the terms into a folder that exists."""
        np.save(folder / "frequencies.npy", self.frequencies)
        terms = json.dumps({"count": self.count, "terms": list(self.columns)}, ensure_ascii=False)
        (folder / "terms.json").write_text(terms, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Lexicon":
        """Read saved terms.

        Raises:
            OSError, ValueError, KeyError: a file is missing, or they don't fit each other.
        """
        held = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
        frequencies = np.load(folder / "frequencies.npy")
        if len(frequencies) != len(held["terms"]):
            raise ValueError(f"{len(frequencies)} frequencies of terms, expected {len(held['terms'])}")
        return cls({term: column for column, term in enumerate(held["terms"])}, frequencies, held["count"])


def share_of(weights: NDArray[np.float32], whole: float) -> NDArray[np.float32]:
    """Summed BM25 weights as a share in [0, 1] of the most that the question could reach."""
    return weights / np.float32(whole) if whole else np.zeros_like(weights)
