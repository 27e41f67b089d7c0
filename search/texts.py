"""The texts of the chapters: held where they are small together, else read as far as they're asked for."""

import os
import weakref
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from search.errors import BuildError
from search.section import Span

HELD_UP_TO = 20 << 20
"""Bytes of all files together that are read when a build is opened."""

_KEPT = 2
"""Whole chapters that are kept of a large guide: who shows one whole asks for it several times."""

_OPEN = 128
"""Files that are kept open."""

_STEP = 4_096
_SCANNED_AT_ONCE = 1 << 24


class Texts(Mapping[str, str]):
    """Texts by chapter number, held."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def quote(self, chapter: str, span: Span) -> str:
        """The text at a span of a chapter."""
        return span.of(self[chapter])

    def __getitem__(self, chapter: str) -> str:
        return self._texts[chapter]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


class TextFiles(Texts):
    """Texts by chapter number, read from their files. Safe to use from many threads."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        """Open them when they're asked for."""
        self._files = dict(files)
        self._chapter = lru_cache(_OPEN)(self._open)
        self._whole = lru_cache(_KEPT)(self._read_whole)

    def quote(self, chapter: str, span: Span) -> str:
        """See `Texts`.

        Raises:
            BuildError: the file can't be read.
        """
        return self._chapter(chapter).quote(span)

    def __getitem__(self, chapter: str) -> str:
        return self._whole(chapter)

    def __contains__(self, chapter: object) -> bool:
        return chapter in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def _open(self, chapter: str) -> "_ChapterFile":
        return _ChapterFile(self._files[chapter])

    def _read_whole(self, chapter: str) -> str:
        file = self._files[chapter]
        try:
            return file.read_bytes().decode("utf-8")
        except (OSError, UnicodeError) as error:
            raise BuildError(f"{file}: can't be read ({error})") from error


class _ChapterFile:
    """A file in UTF-8 of which any span of characters is read alone: where every few thousandth lies is known."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._descriptor = os.open(file, os.O_RDONLY)
        except OSError as error:
            raise BuildError(f"{file}: can't be read ({error.strerror})") from error
        weakref.finalize(self, os.close, self._descriptor)
        self._marks = self._scan()

    def quote(self, span: Span) -> str:
        first = min(span.start // _STEP, len(self._marks) - 1)
        last = min(-(-span.end // _STEP), len(self._marks) - 1)
        start, end = self._marks[first], self._marks[last]
        try:
            text = os.pread(self._descriptor, end - start, start).decode("utf-8")
        except (OSError, UnicodeError) as error:
            raise BuildError(f"{self._file}: can't be read ({error})") from error
        return text[span.start - first * _STEP : span.end - first * _STEP]

    def _scan(self) -> list[int]:
        """The byte where each `_STEP`th character begins, and the file's length."""
        marks: list[int] = []
        at = seen = 0
        while block := os.pread(self._descriptor, _SCANNED_AT_ONCE, at):
            begins = np.flatnonzero((np.frombuffer(block, np.uint8) & 0xC0) != 0x80)
            marks.extend((begins[-seen % _STEP :: _STEP] + at).tolist())
            seen += len(begins)
            at += len(block)
        return [*marks, at]


def open_texts(files: Mapping[str, Path], held_up_to: int | None = None) -> Texts:
    """The texts of these files.

    Args:
        held_up_to: with so many bytes together they are read at once; `HELD_UP_TO` unless said otherwise.

    Raises:
        OSError, UnicodeError: one can't be read.
    """
    if sum(file.stat().st_size for file in files.values()) > (HELD_UP_TO if held_up_to is None else held_up_to):
        return TextFiles(files)
    return Texts({chapter: file.read_bytes().decode("utf-8") for chapter, file in files.items()})
