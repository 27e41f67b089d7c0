"""Records that are parsed when they're asked for."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from search.build import CHUNKS, SECTIONS, Build
from search.encoder import Encoder
from search.engine import Engine
from search.errors import BuildError
from search.guide import Guide
from search.records import RecordFile, open_records
from search.section import Section

QUESTION = "загубила картку, шо робити"


def _sections(file: Path) -> RecordFile[Section]:
    opened = open_records(file, SECTIONS, whole_up_to=0)
    assert isinstance(opened, RecordFile)
    return opened


def test_few_records_are_parsed_at_once(build: Build) -> None:
    assert isinstance(build.chunks, tuple)
    assert isinstance(open_records(build.folder / "chunks.jsonl", CHUNKS, whole_up_to=86), RecordFile)


def test_records_of_a_large_file_are_those_of_a_small_one(build: Build) -> None:
    held = tuple(build.guide.sections.values())
    opened = _sections(build.folder / "sections.jsonl")
    assert len(opened) == len(held)
    assert tuple(opened) == held
    assert [opened[place] for place in range(len(held))] == list(held)
    assert (opened[-1], opened[3:7], opened[::10]) == (held[-1], held[3:7], held[::10])
    with pytest.raises(IndexError, match="no record 33, it has 33"):
        opened[33]


def test_many_threads_read_the_same(build: Build) -> None:
    opened = _sections(build.folder / "sections.jsonl")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda place: opened[place % 33].id, range(660)))
    assert found == list(build.guide.sections) * 20


def test_a_guide_over_a_large_file_is_the_same_guide(build: Build) -> None:
    guide = Guide.of(build.guide.facts, build.guide.texts, _sections(build.folder / "sections.jsonl"))
    assert dict(guide.sections) == dict(build.guide.sections)
    assert "1.1-3" in guide.sections
    assert "99" not in guide.sections
    assert guide.section("1.1-3") == build.guide.section("1.1-3")


def test_an_engine_over_large_files_answers_the_same(build: Build, encoder: Encoder, engine: Engine) -> None:
    guide = Guide.of(build.guide.facts, build.guide.texts, _sections(build.folder / "sections.jsonl"))
    chunks = open_records(build.folder / "chunks.jsonl", CHUNKS, whole_up_to=0)
    large = Engine(replace(build, guide=guide, chunks=chunks), encoder)
    assert large.search(QUESTION) == engine.search(QUESTION)


def test_a_record_that_is_damaged_is_named_when_it_is_asked_for(build: Build, tmp_path: Path) -> None:
    lines = (build.folder / "sections.jsonl").read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace(b'"chapter":"1"', b'"chapter":[]')
    (tmp_path / "sections.jsonl").write_bytes(b"".join(lines))
    opened = _sections(tmp_path / "sections.jsonl")
    assert opened[3].id == list(build.guide.sections)[3]
    with pytest.raises(BuildError, match=r"sections\.jsonl: record 5: .*chapter.*; run 'dovidnyk ingest'"):
        opened[4]


def test_records_without_an_id_first_or_with_the_same_are_refused(build: Build, tmp_path: Path) -> None:
    file = tmp_path / "sections.jsonl"
    lines = (build.folder / "sections.jsonl").read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines, lines[2]]))
    with pytest.raises(ValueError, match="1 ids of sections stand twice"):
        Guide.of(build.guide.facts, build.guide.texts, _sections(file))
    file.write_bytes(b'{"name":1}\n')
    with pytest.raises(ValueError, match="expected its id"):
        Guide.of(build.guide.facts, build.guide.texts, _sections(file))
