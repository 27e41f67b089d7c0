"""Opening a build: everything checked, every fault refused with the file's name."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search.build import Build, load_build, read_manifest
from search.errors import BuildError
from search.guide import Guide
from search.manifest import Manifest
from search.published import current_build

Damage = Callable[[Path, list[Path]], None]


def _truncate(file: Path, _: list[Path]) -> None:
    file.write_bytes(file.read_bytes()[:-7])


def _flip_a_bit(file: Path, _: list[Path]) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 4
    file.write_bytes(content)


def _remove(file: Path, _: list[Path]) -> None:
    file.unlink()


def _swap(file: Path, others: list[Path]) -> None:
    other = others[(others.index(file) + 1) % len(others)]
    first, second = file.read_bytes(), other.read_bytes()
    assert first != second
    file.write_bytes(second)
    other.write_bytes(first)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _rewrite(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest as somebody would who knows its checksum."""
    file = folder / "manifest.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(Manifest.model_validate(data).sealed().model_dump_json(), encoding="utf-8")


def _replace(folder: Path, name: str, content: bytes) -> None:
    """Replace a file and its digest in the manifest."""
    (folder / name).write_bytes(content)
    _rewrite(folder, lambda data: data["files"].update({name: hashlib.sha256(content).hexdigest()}))


def test_a_build_is_opened_whole(build: Build) -> None:
    assert len(build.guide.sections) == 33
    assert len(build.chunks) == build.passages.count == build.lexicon.count == build.manifest.counts.chunks
    assert build.passages.dimension == build.manifest.encoder.dimension == 384
    assert build.folder.name == build.manifest.build


def test_sections_are_those_that_were_ingested(build: Build, guide: Guide) -> None:
    assert dict(build.guide.sections) == dict(guide.sections)
    assert dict(build.guide.texts) == dict(guide.texts)


@pytest.mark.parametrize(
    "damage", [_truncate, _flip_a_bit, _remove, _swap], ids=["truncated", "bit flipped", "missing", "swapped"]
)
def test_a_damaged_file_is_refused_by_name_whichever_it_is(damage: Damage, own_index: Path) -> None:
    folder = current_build(own_index)
    files = _files(folder)
    assert len(files) >= 14
    whole = {file: file.read_bytes() for file in files}
    for file in files:
        damage(file, files)
        with pytest.raises(BuildError, match=r"; run 'dovidnyk ingest' to build it again$") as refusal:
            load_build(folder)
        changed = [other for other in files if not other.exists() or other.read_bytes() != whole[other]]
        assert any(str(other) in str(refusal.value) for other in changed), file
        for other in changed:
            other.write_bytes(whole[other])
    assert load_build(folder).manifest.counts.sections == 33


def test_any_flipped_bit_of_the_manifest_is_refused(own_index: Path) -> None:
    file = current_build(own_index) / "manifest.json"
    content = file.read_bytes()
    for place in range(0, len(content), 41):
        damaged = bytearray(content)
        damaged[place] ^= 1 << (place % 7)
        file.write_bytes(damaged)
        if _json_of(damaged) != _json_of(content):
            with pytest.raises(BuildError, match=r"manifest\.json"):
                read_manifest(file.parent)


def _json_of(content: bytes | bytearray) -> object:
    """What a file says as JSON, or `None`."""
    try:
        return json.loads(content.decode("utf-8"))
    except ValueError:
        return None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema_version": 99}, r"manifest\.json: schema version 99, this program reads \d+; run 'dovidnyk ingest'"),
        (
            {"analyser_version": "0"},
            r"manifest\.json: analyser version 0, this program reads \w+; run 'dovidnyk ingest'",
        ),
    ],
)
def test_a_manifest_of_another_version_is_refused(change: dict[str, Any], message: str, own_index: Path) -> None:
    folder = current_build(own_index)
    _rewrite(folder, lambda data: data.update(change))
    with pytest.raises(BuildError, match=message):
        load_build(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.pop("encoder"), r"manifest\.json: key `encoder` is missing; run"),
        (lambda data: data.update(colour=1), r"manifest\.json: unknown key `colour`; expected schema_version, build"),
        (lambda data: data["counts"].update(chunks="many"), r"manifest\.json: key `counts\.chunks`: .*found 'many'"),
    ],
)
def test_a_manifest_of_another_form_is_refused(
    change: Callable[[dict[str, Any]], None], message: str, own_index: Path
) -> None:
    file = current_build(own_index) / "manifest.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BuildError, match=message):
        load_build(file.parent)


@pytest.mark.parametrize(
    ("count", "message"),
    [
        ("sections", r"33 sections, expected 34; run"),
        ("chunks", r"\d+ chunks, expected \d+; run"),
    ],
)
def test_counts_that_do_not_fit_are_refused(count: str, message: str, own_index: Path) -> None:
    folder = current_build(own_index)
    _rewrite(folder, lambda data: data["counts"].update({count: data["counts"][count] + 1}))
    with pytest.raises(BuildError, match=message):
        load_build(folder)


def test_vectors_of_another_dimension_are_refused(own_index: Path, tiny_published_index: Path) -> None:
    folder = current_build(own_index)
    _replace(folder, "vectors.faiss", (current_build(tiny_published_index) / "vectors.faiss").read_bytes())
    with pytest.raises(BuildError, match=r"128 dimensions of the vectors, expected 384"):
        load_build(folder)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("sections.jsonl", b'{"id": 1}\n', r"Section: key `id`: .*found 1"),
        ("facts.json", b"{}", r"GuideFacts: key `name` is missing"),
        ("analyser.json", b"{}", r"'lemmas'"),
        ("vocabulary.json", b"[", r"Invalid JSON"),
        ("vectors.faiss", b"no index", r"vectors\.faiss: FAISS can't read it"),
    ],
)
def test_a_file_of_another_form_is_refused_even_with_the_right_digest(
    name: str, content: bytes, message: str, own_index: Path
) -> None:
    folder = current_build(own_index)
    _replace(folder, name, content)
    with pytest.raises(BuildError, match=message):
        load_build(folder)


def test_a_chapter_that_the_facts_promise_must_be_there(own_index: Path) -> None:
    folder = current_build(own_index)
    facts = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    _replace(folder, "facts.json", json.dumps(facts | {"present": ["1", "2"]}).encode())
    with pytest.raises(BuildError, match=r"rozdil-02\.txt: can't be read"):
        load_build(folder)


def test_without_a_published_build_the_way_out_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"no index is published in .*: run 'dovidnyk ingest' first"):
        current_build(tmp_path)


def test_a_link_to_nowhere_is_no_published_build(own_index: Path) -> None:
    (own_index / "current").unlink()
    (own_index / "current").symlink_to("builds/gone")
    with pytest.raises(BuildError, match="no index is published"):
        current_build(own_index)
