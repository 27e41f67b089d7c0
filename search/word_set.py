"""A large set of words in little memory: their sorted 32-bit digests, which a file holds and the system maps in.

A word that isn't in a set of a million words is taken for one of it once in about three thousand times.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WordSet:
    """Words that can be asked for, not listed.

    Attributes:
        digests: sorted CRC-32 of each word in UTF-8.
    """

    digests: NDArray[np.uint32]

    @classmethod
    def of(cls, words: Iterable[str]) -> "WordSet":
        """The set of the given words."""
        return cls(np.unique(np.fromiter((crc32(word.encode()) for word in words), np.uint32)))

    @classmethod
    def load(cls, file: Path) -> "WordSet":
        """Open a set that was saved; its digests stay in the file until they are looked at.

        Raises:
            OSError, ValueError: the file is missing or isn't a saved set.
        """
        digests = np.load(file, mmap_mode="r", allow_pickle=False)
        if digests.dtype != np.uint32 or digests.ndim != 1:
            raise ValueError(f"{file.name}: {digests.dtype} in {digests.ndim} dimensions, expected uint32 in one")
        return cls(digests)

    def save(self, file: Path) -> None:
        """Write the set for `load`."""
        np.save(file, self.digests)

    def __contains__(self, word: str) -> bool:
        digest = np.uint32(crc32(word.encode()))
        place = self.digests.searchsorted(digest)
        return bool(place < len(self.digests) and self.digests[place] == digest)
