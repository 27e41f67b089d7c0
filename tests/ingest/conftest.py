"""What the tests of ingest share: golden tables, chapters parsed from text, a small package of weights."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.corpus import ChapterText, Corpus
from ingest.schema import LinkErratum
from ingest.sections import parse_chapter
from search.section import Section
from tests.ingest.packed_weights import TinyPackage, pack_tiny_model

GOLDEN = Path(__file__).parent / "golden"

Parse = Callable[..., dict[str, Section]]
Table = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="session")
def golden_table() -> Table:
    """Reads a golden table (tab-separated, with a line of headings) as one dictionary a row."""

    def read(name: str) -> list[dict[str, str]]:
        with (GOLDEN / name).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))

    return read


@pytest.fixture(scope="session")
def parse() -> Parse:
    """Parses a chapter's text to sections by id."""

    def sections_of(text: str, chapter: str = "1", errata: tuple[LinkErratum, ...] = ()) -> dict[str, Section]:
        held = ChapterText(chapter, f"rozdil-{int(chapter):02}.txt", text, sha256="")
        return {section.id: section for section in parse_chapter(held, {e.printed: e for e in errata})}

    return sections_of


@pytest.fixture(scope="session")
def tiny_package(corpus: Corpus) -> TinyPackage:
    """A small package of random weights that knows all characters of the guide and of the questions."""
    return pack_tiny_model(" ".join([corpus.chapters[0].text, *(question.text for question in corpus.asked)]))
