"""Which chunks belong to which section, as arrays."""

from pathlib import Path

import numpy as np
import pytest

from search.build import Build
from search.chunk import ChunkKind
from search.chunk_table import CONTACT, WHOLE_SECTION, ChunkTable


def test_the_published_table_says_what_its_chunks_say(build: Build) -> None:
    table = build.table
    assert set(table.ids) == set(build.guide.sections)
    for row, chunk in enumerate(build.chunks):
        place = int(table.section_of_row[row])
        assert table.section_id(place) == chunk.section_id
        assert row in table.rows_of(place)
        assert table.place_of(chunk.section_id) == place
        assert table.chapter_of(place) == build.guide.sections[chunk.section_id].chapter
        assert (table.kinds[row] == WHOLE_SECTION) == (chunk.kind is ChunkKind.SECTION)
        assert (table.kinds[row] == CONTACT) == (chunk.kind is ChunkKind.CONTACT)


def test_sections_without_text_come_last_and_have_no_rows(build: Build) -> None:
    table = build.table
    assert 0 < table.with_text <= table.sections
    held = {chunk.section_id for chunk in build.chunks}
    assert set(table.ids[: table.with_text]) == held
    assert not any(table.rows_of(place) for place in range(table.with_text, table.sections))


def test_a_section_that_is_not_held_has_no_place(build: Build) -> None:
    assert build.table.place_of("99") is None


def test_places_are_put_in_the_order_of_ids(build: Build) -> None:
    order = build.table.order_of_id()
    assert [build.table.ids[place] for place in np.argsort(order)] == sorted(build.table.ids)


def test_chunks_of_a_section_that_lie_apart_are_refused(build: Build) -> None:
    chunks = [build.chunks[0], build.chunks[-1], build.chunks[0]]
    with pytest.raises(ValueError, match="don't lie next to each other"):
        ChunkTable.of(chunks, list(build.guide.sections))


def test_a_saved_table_is_the_same(build: Build, tmp_path: Path) -> None:
    build.table.save(tmp_path)
    opened = ChunkTable.load(tmp_path)
    assert list(opened.ids) == list(build.table.ids)
    assert np.array_equal(opened.section_of_row, build.table.section_of_row)
    assert np.array_equal(opened.kinds, build.table.kinds)
