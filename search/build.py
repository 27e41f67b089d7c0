"""Opening a published build: an immutable folder, checked against its manifest before anything is served from it.

manifest.json  facts.json  sections.jsonl  sections.npy  chunks.jsonl  texts/rozdil-NN.txt
analyser.json  glossary.json  places.json  vocabulary.json  russian.npy  calibration.json
topics.json  topics.npy  suggestions.jsonl  chunks.npz  mean.npy  covariance.npy  asked/
lexical/  vectors.faiss  chapters.npz
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from search.analyser import ANALYSER_VERSION, Analyser
from search.answer.model import AnswerModel
from search.answer.store import ANSWER_FOLDER, AnswerStore, load_answers
from search.asked import AskedModel
from search.calibration import Calibration
from search.chunk import Chunk
from search.chunk_table import ChunkTable
from search.digest import sha256_of
from search.errors import BuildError
from search.facts import GuideFacts
from search.glossary import Glossary
from search.guide import Guide
from search.lexicon import Lexicon
from search.manifest import BUILD_SCHEMA, Manifest
from search.moments import Moments
from search.passages.faiss_store import FaissStore
from search.passages.seam import Identity, PassageIndex, PassageStore
from search.places import PlaceNames, Places
from search.records import open_records
from search.sections import Sections
from search.suggestion import CANDIDATES, Candidate
from search.texts import open_texts
from search.topics import TopicIndex
from search.validation import first_fault
from search.vocabulary import Vocabulary

CHUNKS: TypeAdapter[Chunk] = TypeAdapter(Chunk)
PLACE_NAMES: TypeAdapter[PlaceNames] = TypeAdapter(PlaceNames)

ASKED_FOLDER = "asked"

_REBUILD = "run 'dovidnyk ingest' to build it again"


@dataclass(frozen=True, slots=True)
class Build:
    """A build, opened: everything that search needs but the encoder; `asked` is `None` where nobody asked anything."""

    folder: Path
    manifest: Manifest
    guide: Guide
    chunks: Sequence[Chunk]
    table: ChunkTable
    passages: PassageIndex
    lexicon: Lexicon
    moments: Moments
    analyser: Analyser
    glossary: Glossary
    places: Places
    vocabulary: Vocabulary
    topics: TopicIndex
    calibration: Calibration
    asked: AskedModel | None
    answers: AnswerStore
    answer_model: AnswerModel
    suggestions: Sequence[Candidate]


def read_manifest(folder: Path) -> Manifest:
    """Read a build's manifest.

    Raises:
        BuildError: it is missing, malformed, or of another schema or analyser version than this code reads.
    """
    file = folder / "manifest.json"
    try:
        manifest = Manifest.model_validate_json(file.read_bytes())
    except OSError as error:
        raise BuildError(f"{file}: can't be read ({error.strerror}); {_REBUILD}") from error
    except ValidationError as error:
        raise BuildError(f"{file}: {first_fault(error, Manifest)}; {_REBUILD}") from error
    for name, found, expected in (
        ("schema version", manifest.schema_version, BUILD_SCHEMA),
        ("analyser version", manifest.analyser_version, ANALYSER_VERSION),
    ):
        if found != expected:
            raise BuildError(f"{file}: {name} {found}, this program reads {expected}; {_REBUILD}")
    if manifest.checksum != manifest.digest():
        raise BuildError(f"{file}: damaged: its checksum doesn't fit its content; {_REBUILD}")
    return manifest


def identity_of(manifest: Manifest) -> Identity:
    """What the passages of a build are known by."""
    return Identity(manifest.build, manifest.inputs, manifest.encoder.id, manifest.encoder.dimension)


def load_build(folder: Path, store: PassageStore | None = None) -> Build:
    """Open a build, every file compared with the manifest's digest first.

    Args:
        store: keeps its passages; its own folder does where it is `None`.

    Raises:
        BuildError: a file is missing, damaged, or doesn't fit the others; the message names it.
    """
    manifest = read_manifest(folder)
    _verify_files(folder, manifest)
    store = store or FaissStore(folder.parent.parent)
    try:
        facts = GuideFacts.model_validate_json((folder / "facts.json").read_bytes())
        texts = open_texts({number: _chapter_file(folder, number) for number in facts.present})
        guide = Guide(facts, texts, Sections.load(folder))
        analyser = _analyser(folder / "analyser.json")
        chunks = open_records(folder / "chunks.jsonl", CHUNKS)
        table = ChunkTable.load(folder)
        place_names = PLACE_NAMES.validate_json((folder / "places.json").read_bytes())
        build = Build(
            folder=folder,
            manifest=manifest,
            guide=guide,
            chunks=chunks,
            table=table,
            passages=store.open(identity_of(manifest), manifest.vectors, folder),
            lexicon=Lexicon.load(folder / "lexical"),
            moments=Moments.load(folder, manifest.encoder.dimension),
            analyser=analyser,
            glossary=Glossary.of(_json(folder / "glossary.json"), analyser),
            places=Places.of(place_names, guide, chunks, table, analyser),
            vocabulary=Vocabulary.load(folder),
            topics=_topics(folder),
            calibration=Calibration.model_validate_json((folder / "calibration.json").read_bytes()),
            asked=AskedModel.load(folder / ASKED_FOLDER) if (folder / ASKED_FOLDER).exists() else None,
            answers=load_answers(folder / ANSWER_FOLDER, guide),
            answer_model=AnswerModel.model_validate_json((folder / ANSWER_FOLDER / "model.json").read_bytes()),
            suggestions=open_records(folder / "suggestions.jsonl", CANDIDATES),
        )
    except ValidationError as error:
        raise BuildError(f"{folder}: {error.title}: {first_fault(error)}; {_REBUILD}") from error
    except OSError as error:
        raise BuildError(f"{error.filename}: can't be read ({error.strerror}); {_REBUILD}") from error
    except (ValueError, KeyError) as error:
        raise BuildError(f"{folder}: {error}; {_REBUILD}") from error
    _check_counts(build)
    return build


def _verify_files(folder: Path, manifest: Manifest) -> None:
    for name, expected in manifest.files.items():
        try:
            found = sha256_of(folder / name)
        except OSError as error:
            raise BuildError(f"{folder / name}: can't be read ({error.strerror}); {_REBUILD}") from error
        if found != expected:
            raise BuildError(
                f"{folder / name}: damaged: SHA-256 {found[:12]}…, manifest says {expected[:12]}…; {_REBUILD}"
            )


def _chapter_file(folder: Path, number: str) -> Path:
    return folder / "texts" / f"rozdil-{int(number):02}.txt"


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _analyser(file: Path) -> Analyser:
    data = _json(file)
    return Analyser(data["lemmas"], frozenset(data["stop_words"]))


def _topics(folder: Path) -> TopicIndex:
    return TopicIndex(tuple(_json(folder / "topics.json")), np.load(folder / "topics.npy"))


def _check_counts(build: Build) -> None:
    counts, chunks = build.manifest.counts, len(build.chunks)
    for name, found, expected in (
        ("sections", len(build.guide.sections), counts.sections),
        ("chunks", chunks, counts.chunks),
        ("rows of the table of chunks", len(build.table.section_of_row), chunks),
        ("sections in the table of chunks", build.table.sections, counts.sections),
        ("passages", build.passages.count, chunks),
        ("documents of the lexicon", build.lexicon.count, chunks),
        ("dimensions of the vectors", build.passages.dimension, build.manifest.encoder.dimension),
    ):
        if found != expected:
            raise BuildError(f"{build.folder}: {found} {name}, expected {expected}; {_REBUILD}")
