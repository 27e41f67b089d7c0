"""Records of a file: parsed at once where they are few, else when they're asked for."""

import threading
from pathlib import Path

import pytest
from pydantic import ValidationError

from search.build import CHUNKS, Build
from search.chunk import Chunk
from search.errors import BuildError
from search.records import RecordFile, open_records


@pytest.fixture
def file(build: Build) -> Path:
    """The chunks of the published build."""
    return build.folder / "chunks.jsonl"


def test_few_records_are_parsed_at_once(file: Path, build: Build) -> None:
    assert open_records(file, CHUNKS) == tuple(build.chunks)


def test_many_are_the_same_read_one_by_one(file: Path, build: Build) -> None:
    records = open_records(file, CHUNKS, whole_up_to=0)
    chunks = tuple(build.chunks)
    assert isinstance(records, RecordFile)
    assert len(records) == len(chunks)
    assert tuple(records) == records[:] == tuple(records[place] for place in range(len(records))) == chunks
    assert (records[-1], records[3:7], records[7:3], records[::20]) == (chunks[-1], chunks[3:7], (), chunks[::20])
    with pytest.raises(IndexError, match="no record"):
        records[len(chunks)]


def test_a_last_line_without_an_end_is_a_record(file: Path, build: Build, tmp_path: Path) -> None:
    (tmp_path / "cut.jsonl").write_bytes(file.read_bytes()[:-1])
    assert tuple(open_records(tmp_path / "cut.jsonl", CHUNKS, whole_up_to=0)) == tuple(build.chunks)


def test_an_empty_file_has_none(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    assert open_records(tmp_path / "empty.jsonl", CHUNKS) == ()


def test_of_few_a_bad_one_is_refused_when_the_file_is_opened(file: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_bytes(file.read_bytes() + b'{"id": 1}\n')
    with pytest.raises(ValidationError):
        open_records(tmp_path / "bad.jsonl", CHUNKS)


def test_of_many_a_bad_one_is_refused_by_number_when_it_is_asked_for(file: Path, build: Build, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_bytes(file.read_bytes() + b'{"id": 1}\n')
    records = open_records(tmp_path / "bad.jsonl", CHUNKS, whole_up_to=0)
    assert records[0] == build.chunks[0]
    with pytest.raises(BuildError, match=rf"bad\.jsonl: record {len(build.chunks) + 1}: .*run 'dovidnyk ingest'"):
        records[len(build.chunks)]


def test_a_file_cut_short_while_it_is_open_is_refused(file: Path, build: Build, tmp_path: Path) -> None:
    copy = tmp_path / "chunks.jsonl"
    copy.write_bytes(file.read_bytes())
    records = open_records(copy, CHUNKS, whole_up_to=0)
    copy.write_bytes(b"")
    with pytest.raises(BuildError, match="record 1:"):
        records[0]


def test_many_threads_read_the_same(file: Path, build: Build) -> None:
    records = open_records(file, CHUNKS, whole_up_to=0)
    found: list[tuple[Chunk, ...]] = []
    threads = [
        threading.Thread(target=lambda: found.append(tuple(records[place] for place in range(len(records)))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [tuple(build.chunks)] * 8
