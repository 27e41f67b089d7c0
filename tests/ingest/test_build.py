"""From a corpus folder to a published build: what is done again, what is refused, what is written."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import numpy as np
import pytest

import ingest.build
from ingest.build import ingest_corpus
from ingest.errors import CorpusError, GrammarError, IngestBusyError
from search.analyser import ANALYSER_VERSION
from search.build import load_build
from search.chunk import Chunk
from search.engine import Engine
from search.errors import BuildError, EncoderError
from search.manifest import BUILD_SCHEMA
from search.published import current_build

Change = Callable[[str], str]

T = TypeVar("T")


def _change(corpus: Path, name: str, old: str, new: str) -> None:
    text = (corpus / name).read_text(encoding="utf-8")
    assert old in text
    (corpus / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def _state(index: Path) -> dict[str, str]:
    """Content of every published file, and where `current` points."""
    files = {
        str(file.relative_to(index)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (index / "builds").rglob("*")
        if file.is_file()
    }
    return files | {"current": str((index / "current").readlink())}


def test_a_manifest_says_what_a_build_was_made_from_and_with(published_index: Path, real_corpus_folder: Path) -> None:
    folder = current_build(published_index)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["build"] == folder.name
    assert (manifest["schema_version"], manifest["analyser_version"]) == (BUILD_SCHEMA, ANALYSER_VERSION)
    assert (manifest["edition"], manifest["contents_as_of"]) == ("4-те видання", "2021-08")
    assert manifest["encoder"]["dimension"] == 384
    counts = manifest["counts"]
    assert (counts["chapters"], counts["sections"], counts["links"]) == (1, 33, 22)
    assert (counts["references"], counts["contacts"]) == (12, 20)
    assert counts["chunks"] == (folder / "chunks.jsonl").read_bytes().count(b"\n")
    for name, digest in manifest["corpus"].items():
        assert hashlib.sha256((real_corpus_folder / name).read_bytes()).hexdigest() == digest
    assert set(manifest["corpus"]) == {file.name for file in real_corpus_folder.iterdir()}


def test_a_manifest_lists_every_file_of_the_build_but_itself(published_index: Path) -> None:
    folder = current_build(published_index)
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    there = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert set(listed) == there - {"manifest.json"}


def test_the_published_text_is_kept_byte_for_byte(published_index: Path, real_corpus_folder: Path) -> None:
    kept = current_build(published_index) / "texts" / "rozdil-01.txt"
    assert kept.read_bytes() == (real_corpus_folder / "rozdil-01.txt").read_bytes()


def test_an_unchanged_corpus_builds_nothing(corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path) -> None:
    before = _state(tiny_index)
    ingested = ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder)
    assert (ingested.unchanged, ingested.encoded) == (True, 0)
    assert ingested.build == current_build(tiny_index).name == ingested.manifest.build
    assert _state(tiny_index) == before


def test_only_changed_chunks_are_encoded(corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path) -> None:
    old = load_build(current_build(tiny_index))
    _change(corpus_folder, "rozdil-01.txt", "враховуючи вашу історію життя", "зважаючи на вашу історію життя")
    shown: list[str] = []

    def progress(items: Iterable[T], count: int, what: str, /) -> Iterable[T]:
        for item in items:
            shown.append(f"{item.section_id if isinstance(item, Chunk) else '?'} of {count} {what}")
            yield item

    ingested = ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder, progress)
    assert (ingested.unchanged, ingested.encoded) == (False, 1)
    assert shown == ["1.5-4 of 1 passages", "? of 1 answer pieces"]
    new = load_build(current_build(tiny_index))
    before, after = (build.passages.vectors(0, build.passages.count) for build in (old, new))
    pairs = zip(old.chunks, before, new.chunks, after, strict=True)
    for old_chunk, old_vector, new_chunk, new_vector in pairs:
        assert np.array_equal(old_vector, new_vector) == (old_chunk.digest == new_chunk.digest)
    assert [chunk.section_id for chunk in set(new.chunks) if chunk.digest not in {c.digest for c in old.chunks}] == [
        "1.5-4"
    ]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("glossary.toml", '"імміграційка"', '"імміграційка", "міграйка"'),
        ("guide.toml", 'edition = "4-те видання"', 'edition = "5-те видання"'),
        ("calibration.toml", "\nanswered_from", "\n# A remark.\nanswered_from"),
    ],
)
def test_a_change_beside_the_text_makes_a_new_build_without_encoding_chunks(
    name: str, old: str, new: str, corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path
) -> None:
    before = current_build(tiny_index)
    _change(corpus_folder, name, old, new)
    ingested = ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder)
    assert (ingested.unchanged, ingested.encoded) == (False, 0)
    assert current_build(tiny_index) != before


def test_a_damaged_published_build_is_replaced(
    corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = SimpleNamespace(now=lambda _: datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC))
    monkeypatch.setattr(ingest.build, "datetime", stopped)
    names = []
    for _ in range(2):
        (current_build(tiny_index) / "vectors.faiss").write_bytes(b"")
        ingested = ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder)
        assert (ingested.unchanged, ingested.encoded) == (False, ingested.manifest.counts.chunks)
        names.append(ingested.build)
    assert names == [f"2026-11-23T01-02-03-{ingested.manifest.inputs[:4]}{number}" for number in ("", "-2")]
    assert load_build(current_build(tiny_index)).manifest.build == names[1]


def test_five_ingests_leave_three_builds(corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path) -> None:
    published = [current_build(tiny_index).name]
    for number in range(4):
        _change(
            corpus_folder,
            "glossary.toml",
            "[[entries]]",
            f'[[entries]]\nguide = "річ"\npeople = ["штука {number}"]\nsource = "own"\n\n[[entries]]',
        )
        published.append(ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder).build)
    assert {folder.name for folder in (tiny_index / "builds").iterdir()} == set(published[-3:])
    assert current_build(tiny_index).name == published[-1]


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (lambda text: text.replace("Розділ 1 Процедура", "Процедура"), 4, "text before the chapter's heading"),
        (lambda text: text.replace("Розділ 1 ", "Розділ 2 "), 4, "found «Розділ 2 …», expected chapter 1"),
        (lambda text: text.replace("\n1-3 Втрата", "\n1-4 Втрата"), 52, "heading 1-4 out of order, expected 1-3"),
        (lambda text: text.replace("\n2 Порядок", "\n3 Порядок"), 105, "heading 3 out of order, expected 2"),
        (lambda text: text.replace("\n(2) Повідомлення", "\n(3) Повідомлення"), 232, "heading (3) out of order"),
        (lambda text: text.replace("\n5 Процедури", "\nРозділ 2 Процедури"), 347, "a second chapter heading"),
        (lambda text: text.replace("Паспорт", "Пас\0порт", 1), 58, "holds a NUL character"),
        (lambda text: "", 1, "no heading «Розділ 1 …» found"),
    ],
    ids=["no chapter heading", "other chapter", "subpoint", "point", "item", "second chapter", "NUL", "empty"],
)
def test_a_text_that_breaks_the_grammar_is_refused_and_the_published_index_stays(
    change: Change, line: int, reason: str, corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path
) -> None:
    before = _state(tiny_index)
    file = corpus_folder / "rozdil-01.txt"
    text = file.read_text(encoding="utf-8")
    assert change(text) != text
    file.write_text(change(text), encoding="utf-8")
    with pytest.raises(GrammarError) as refusal:
        ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder)
    assert str(refusal.value).startswith(f"rozdil-01.txt, line {line}: {reason}")
    assert _state(tiny_index) == before


def test_bytes_that_are_not_utf_8_are_refused_and_the_published_index_stays(
    corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path
) -> None:
    before = _state(tiny_index)
    file = corpus_folder / "rozdil-01.txt"
    file.write_bytes(file.read_bytes().decode("utf-8").encode("cp1251", errors="ignore"))
    with pytest.raises(CorpusError, match=r"rozdil-01\.txt, line 4: not UTF-8 at byte \d+; save it as UTF-8"):
        ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder)
    assert _state(tiny_index) == before


def test_headings_without_any_text_are_refused(
    corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path
) -> None:
    before = _state(tiny_index)
    (corpus_folder / "rozdil-01.txt").write_text("Розділ 1 Назва\n\n1 Пункт\n", encoding="utf-8")
    (corpus_folder / "errata.toml").write_text("", encoding="utf-8")
    with pytest.raises(CorpusError, match="the chapters hold headings only; expected text under at least one of them"):
        ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder)
    assert _state(tiny_index) == before


def test_a_build_that_fails_its_own_check_is_not_published(
    corpus_folder: Path, tiny_index: Path, tiny_encoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(engine: Engine) -> None:
        raise BuildError(f"the dense leg of {engine.build.manifest.build} finds nothing")

    before = _state(tiny_index)
    monkeypatch.setattr(Engine, "check_legs", fail)
    _change(corpus_folder, "rozdil-01.txt", "Спеціальний постійний резидент", "Особливий постійний резидент")
    with pytest.raises(BuildError, match=r"the dense leg of .* finds nothing"):
        ingest_corpus(corpus_folder, tiny_index, tiny_encoder_folder)
    assert _state(tiny_index) == before


def test_a_missing_encoder_is_refused_and_the_published_index_stays(
    corpus_folder: Path, tiny_index: Path, tmp_path: Path
) -> None:
    before = _state(tiny_index)
    with pytest.raises(EncoderError, match=r"nowhere.encoder\.json: can't be read .*; run 'dovidnyk encoder'"):
        ingest_corpus(corpus_folder, tiny_index, tmp_path / "nowhere")
    assert _state(tiny_index) == before


def test_an_ingest_started_during_another_is_refused_and_the_first_goes_on(
    corpus_folder: Path, tmp_path: Path, tiny_encoder_folder: Path
) -> None:
    index = tmp_path / "new"
    refused = []

    def progress(items: Iterable[T], _count: int, _what: str, /) -> Iterable[T]:
        with pytest.raises(IngestBusyError) as refusal:
            ingest_corpus(corpus_folder, index, tiny_encoder_folder)
        refused.append(refusal.value)
        return items

    ingested = ingest_corpus(corpus_folder, index, tiny_encoder_folder, progress)
    assert len(refused) == 3, "passages, questions and answer pieces"
    assert current_build(index).name == ingested.build


def test_the_same_inputs_give_the_same_index(
    corpus_folder: Path, tiny_published_index: Path, tiny_encoder_folder: Path, tmp_path: Path
) -> None:
    again = ingest_corpus(corpus_folder, tmp_path / "again", tiny_encoder_folder).manifest
    first = load_build(current_build(tiny_published_index)).manifest
    assert (again.inputs, again.files) == (first.inputs, first.files)
