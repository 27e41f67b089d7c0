"""A build of many times as many passages, made from a real one without encoding: copies under new chapter numbers.

Copy 0 is the original itself. Sections and chunks are repeated whole, chapter texts are links to the originals' files,
vectors and terms are those of `eval.scale.noise`. Answer pieces are kept for the originals only.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from eval.scale.noise import Noise
from ingest.corpus import chapter_file
from search.bm25 import WeighedTerms, weigh_terms
from search.build import CHUNKS, Build
from search.chunk import Chunk
from search.chunk_table import ChunkTable
from search.digest import sha256_of
from search.ids import Ids
from search.manifest import Manifest, VectorsInManifest
from search.moments import Moments
from search.passages.faiss_store import FaissStore
from search.passages.seam import Identity, Passage, PassageDraft, Vector
from search.progress import Progress
from search.section import Section
from search.sections import SECTIONS, save_ids

_APART = 1_000
"""Distance of a chapter's number from that of its next copy."""
_OWN_FILES = {"manifest.json", "facts.json", "sections.jsonl", "chunks.jsonl", "chunks.npz", "vectors.faiss"} | {
    "sections.npy",
    "chapters.npz",
    "mean.npy",
    "covariance.npy",
}
_OWN_FOLDERS = {"lexical", "texts"}
_SEALED = "sealed.json"


@dataclass(frozen=True, slots=True)
class Original:
    """What passages are copied from.

    Attributes:
        chapters: of each chunk.
        vectors: of the chunks, shape `(count, dimension)`.
        terms: of the chunks.
    """

    chapters: Sequence[str]
    vectors: Vector
    terms: Sequence[Sequence[str]]


def original_of(build: Build) -> Original:
    """The passages of a build."""
    chapters = [build.guide.sections[chunk.section_id].chapter for chunk in build.chunks]
    terms = [build.analyser.terms(chunk.passage) for chunk in build.chunks]
    return Original(chapters, build.passages.vectors(0, build.passages.count), terms)


def copied_chapter(number: str, copy: int) -> str:
    """A chapter's number in a copy."""
    return str(int(number) + _APART * copy)


def copied_id(section_id: str, copy: int) -> str:
    """A section's id in a copy."""
    chapter, dot, rest = section_id.partition(".")
    return copied_chapter(chapter, copy) + dot + rest


def write_copies(build: Build, copies: int, index: Path, store: FaissStore, progress: Progress) -> Path:
    """Write and publish a build of `copies` times a build's passages; what is done already isn't done again.

    Passages are put in blocks that are kept. The graph over them is made in one go at the end.

    Raises:
        BuildError: too many of the nearest passages aren't found.
    """
    name = f"{build.manifest.build}-by-{copies}"
    folder = index / "builds" / name
    if (folder / "manifest.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    manifest = build.manifest
    inputs = hashlib.sha256(f"{manifest.inputs}\n{copies}".encode()).hexdigest()
    identity = Identity(name, inputs, manifest.encoder.id, manifest.encoder.dimension)
    described = write_copied_passages(original_of(build), copies, store.draft(identity, folder), folder, progress)
    _write_records(build, copies, folder, progress)
    _link_the_rest(build, copies, folder)
    _write_manifest(build, copies, identity, described, folder)
    store.publish(name)
    return folder


def write_copied_passages(
    original: Original, copies: int, draft: PassageDraft, folder: Path, progress: Progress
) -> VectorsInManifest:
    """Write vectors and terms of all copies.

    Raises:
        BuildError: too many of the nearest passages aren't found.
    """
    sealed = folder / _SEALED
    if sealed.exists():
        return VectorsInManifest.model_validate_json(sealed.read_bytes())
    noise = Noise(original.vectors, original.terms)
    weighed = weigh_terms(
        terms for copy in progress(range(copies), copies, "copies of terms") for terms in noise.terms(copy)
    )
    (folder / "lexical").mkdir(exist_ok=True)
    weighed.lexicon.save(folder / "lexical")
    Moments.of(map(noise.vectors, range(copies)), original.vectors.shape[1]).save(folder)
    count = len(original.chapters)
    for copy in progress(range(draft.held() // count, copies), copies - draft.held() // count, "copies of passages"):
        draft.put(_passages(original.chapters, noise.vectors(copy), weighed, copy))
    described = draft.seal()
    sealed.write_text(described.model_dump_json(), encoding="utf-8")
    return described


def _passages(chapters: Sequence[str], vectors: Vector, weighed: WeighedTerms, copy: int) -> Iterator[Passage]:
    for place, (chapter, vector) in enumerate(zip(chapters, vectors, strict=True)):
        row = copy * len(chapters) + place
        yield Passage(row, copied_chapter(chapter, copy), vector, *weighed.of(row))


def _write_records(build: Build, copies: int, folder: Path, progress: Progress) -> None:
    sections = list(build.guide.sections.values())
    _write_lines(
        folder / "sections.jsonl",
        (
            SECTIONS.dump_json(_copied_section(section, copy))
            for copy in progress(range(copies), copies, "copies of sections")
            for section in sections
        ),
    )
    _write_lines(
        folder / "chunks.jsonl",
        (
            CHUNKS.dump_json(_copied_chunk(chunk, copy))
            for copy in progress(range(copies), copies, "copies of chunks")
            for chunk in build.chunks
        ),
    )
    save_ids(folder, Ids.of(copied_id(section.id, copy) for copy in range(copies) for section in sections))
    _copied_table(build.table, copies).save(folder)


def _copied_section(section: Section, copy: int) -> Section:
    if copy == 0:
        return section
    chapter = copied_chapter(section.chapter, copy)
    return replace(
        section,
        id=copied_id(section.id, copy),
        chapter=chapter,
        citation=section.citation.replace(f"Розділ {section.chapter}", f"Розділ {chapter}", 1),
        parent=copied_id(section.parent, copy) if section.parent else None,
        children=tuple(copied_id(child, copy) for child in section.children),
    )


def _copied_chunk(chunk: Chunk, copy: int) -> Chunk:
    if copy == 0:
        return chunk
    digest = hashlib.sha256(f"{copy}\n{chunk.digest}".encode()).hexdigest()
    return replace(chunk, id=copied_id(chunk.id, copy), section_id=copied_id(chunk.section_id, copy), digest=digest)


def _copied_table(table: ChunkTable, copies: int) -> ChunkTable:
    with_text, without = table.ids[: table.with_text], table.ids[table.with_text :]
    return ChunkTable(
        ids=Ids.of(copied_id(one, copy) for ids in (with_text, without) for copy in range(copies) for one in ids),
        section_of_row=np.concatenate([table.section_of_row + copy * len(with_text) for copy in range(copies)]),
        kinds=np.tile(table.kinds, copies),
    )


def _write_lines(file: Path, lines: Iterable[bytes]) -> None:
    """Write a file that is there only when it is whole."""
    if file.exists():
        return
    part = file.with_suffix(".part")
    with part.open("wb") as out:
        for line in lines:
            out.write(line + b"\n")
    part.rename(file)


def _link_the_rest(build: Build, copies: int, folder: Path) -> None:
    """What all copies share, as links to the original's files, and a text for each chapter of each copy."""
    for file in sorted(build.folder.rglob("*")):
        path = file.relative_to(build.folder)
        if file.is_file() and path.parts[0] not in _OWN_FILES | _OWN_FOLDERS:
            _link(file, folder / path)
    for chapter in build.guide.texts:
        text = build.folder / "texts" / chapter_file(chapter)
        for copy in range(copies):
            _link(text, folder / "texts" / chapter_file(copied_chapter(chapter, copy)))
    facts = build.guide.facts
    held = [(chapter, copy) for copy in range(copies) for chapter in facts.present]
    entries = [
        facts.chapter(chapter).model_copy(update={"number": copied_chapter(chapter, copy)}) for chapter, copy in held
    ]
    copied = facts.model_copy(
        update={
            "chapters": (*entries, *facts.absent),
            "present": tuple(copied_chapter(chapter, copy) for chapter, copy in held),
        }
    )
    (folder / "facts.json").write_text(copied.model_dump_json(indent=2), encoding="utf-8")


def _link(file: Path, link: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        os.link(file, link)


def _write_manifest(build: Build, copies: int, identity: Identity, vectors: VectorsInManifest, folder: Path) -> None:
    counts = {name: value * copies for name, value in build.manifest.counts.model_dump().items()}
    held = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != _SEALED]
    manifest = Manifest.model_validate(
        build.manifest.model_dump()
        | {
            "build": identity.build,
            "created": datetime.now(UTC),
            "inputs": identity.inputs,
            "vectors": vectors,
            "counts": counts,
            "files": {str(file.relative_to(folder)): sha256_of(file) for file in held},
            "checksum": "",
        }
    ).sealed()
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    (folder / _SEALED).unlink()
