"""Chapter texts: held, or read span by span."""

from pathlib import Path

import pytest

from search.errors import BuildError
from search.section import Span
from search.texts import TextFiles, open_texts


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Two chapters: letters of one to four bytes, and next to nothing."""
    long, short = tmp_path / "1.txt", tmp_path / "2.txt"
    long.write_text("aї東🙂\r\n" * 5_000, encoding="utf-8", newline="")
    short.write_text("ї", encoding="utf-8")
    return {"1": long, "2": short}


def test_any_span_of_many_is_that_of_the_whole(files: dict[str, Path]) -> None:
    held, read = open_texts(files), open_texts(files, held_up_to=0)
    assert isinstance(read, TextFiles)
    assert not isinstance(held, TextFiles)
    assert dict(read) == dict(held)
    length = len(held["1"])
    for start in (0, 1, 4_095, 4_096, 4_097, 8_191, 12_288, length - 1, length):
        for size in (0, 1, 17, 4_096, 9_000):
            span = Span(start, min(start + size, length))
            assert read.quote("1", span) == held.quote("1", span) == span.of(held["1"])
    assert read.quote("2", Span(0, 1)) == "ї"


def test_a_file_that_went_is_refused_when_it_is_asked_for(files: dict[str, Path]) -> None:
    read = open_texts(files, held_up_to=0)
    files["1"].unlink()
    with pytest.raises(BuildError, match=r"1\.txt: can't be read"):
        read.quote("1", Span(0, 1))
