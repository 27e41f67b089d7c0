"""From a corpus folder to a published build, doing again only what changed."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

import ingest
import search
from ingest.answers import AnswerWriter, Encode
from ingest.asked import Reader, fit, inputs_digest
from ingest.chunks import CHUNKER_VERSION, chunk_guide
from ingest.corpus import Corpus, read_corpus
from ingest.encoded import EncodedTexts, encoded_texts, forget_encoded
from ingest.errors import CorpusError
from ingest.history import withdrawn_with
from ingest.passages import write_passages
from ingest.publish import prune_builds, publish_build, staged_build, writing
from ingest.sections import parse_guide
from ingest.suggestions import candidates, suggested_questions
from ingest.vocabulary import read_vocabulary
from ingest.wording import phrase_pairs, place_names, word_lemmas
from search.analyser import ANALYSER_VERSION, Analyser
from search.asked import AskedModel
from search.bm25 import weigh_terms
from search.build import ASKED_FOLDER, CHUNKS, Build, load_build
from search.canaries import check_build
from search.chunk import Chunk
from search.digest import sha256_of
from search.encoder import Encoder, EncoderDescription, read_description
from search.engine import Engine
from search.errors import BuildError, DovidnykError
from search.guide import Guide
from search.manifest import BUILD_SCHEMA, Counts, EncoderInManifest, Manifest, VectorsInManifest
from search.normalise import fold
from search.passages.faiss_store import FaissStore
from search.passages.recall import RECALL_QUERIES
from search.passages.seam import Identity, PassageDraft, PassageStore
from search.passages.stores import published_folder
from search.progress import Progress
from search.questions import Question
from search.repair import Repairer
from search.sections import RECORDS_FILE, SECTIONS, save_ids
from search.suggestion import CANDIDATES

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did.

    Attributes:
        build: id of the build that is published now.
        encoded: number of chunks that were encoded; the others' vectors came from the build before, or from an ingest
            that was ended.
        unchanged: nothing had changed, so that nothing was built.
        withdrawn: the build that these inputs made before and that was rolled back; nothing was built then, either.
    """

    build: str
    manifest: Manifest
    encoded: int
    unchanged: bool
    withdrawn: str | None = None


def ingest_corpus(
    corpus_folder: Path,
    index: Path,
    encoder_folder: Path,
    progress: Progress | None = None,
    store: PassageStore | None = None,
) -> Ingested:
    """Build an index and publish it, unless the published one, or one rolled back, was made from the very same inputs.

    Args:
        corpus_folder: as `ingest.corpus` describes it.
        index: the index folder.
        encoder_folder: as `ingest.encoder` wrote it.
        progress: wraps what is encoded, to show how far it is.
        store: keeps the passages; the index folder does where it is `None`.

    Raises:
        CorpusError, GrammarError: the corpus can't be used; what is published stays as it was.
        BuildError: the new build doesn't pass its own check; what is published stays as it was.
        IngestBusyError: another ingest is at work.
        PassagesUnavailableError: what keeps the passages doesn't answer; what is published stays as it was.
    """
    corpus = read_corpus(corpus_folder)
    guide = parse_guide(corpus)
    store = store or FaissStore(index)
    with writing(index, store):
        published = _published_build(index, store)
        inputs = _inputs_digest(corpus, read_description(encoder_folder), store)
        if published is not None and published.manifest.inputs == inputs:
            forget_encoded(index)
            return Ingested(published.manifest.build, published.manifest, encoded=0, unchanged=True)
        withdrawn = withdrawn_with(index, inputs)
        if published is not None and withdrawn is not None:
            return Ingested(published.manifest.build, published.manifest, 0, unchanged=True, withdrawn=withdrawn)
        encoder = Encoder(encoder_folder)
        created = datetime.now(UTC)
        build = _build_id(index, created, inputs)
        with (
            _dropped_unless_whole(store, build),
            encoded_texts(index, encoder) as texts,
            staged_build(index, build) as folder,
        ):
            identity = Identity(build, inputs, encoder.description.id, encoder.description.dimension)
            draft = store.draft(identity, folder)
            encoded, vectors = _write(folder, corpus, guide, encoder, texts, published, draft, progress)
            manifest = _manifest(folder, identity, created, vectors, corpus, guide, encoder, encoder_folder)
            (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
            check_build(Engine(load_build(folder, store), encoder))
        publish_build(index, build, store)
        prune_builds(index, store=store)
        forget_encoded(index)
    return Ingested(build, manifest, encoded, unchanged=False)


@contextmanager
def _dropped_unless_whole(store: PassageStore, build: str) -> Iterator[None]:
    """Let the store forget the passages of a build that came to nothing."""
    try:
        yield
    except BaseException:
        with suppress(DovidnykError):
            store.drop(build)
        raise


def _inputs_digest(corpus: Corpus, encoder: EncoderDescription, store: PassageStore) -> str:
    """Digest of all that a build depends on: corpus, encoder, where passages are kept, and the code that makes it."""
    code = {
        f"{package.__name__}/{file.relative_to(package.__path__[0])}": sha256_of(file)
        for package in (ingest, search)
        for file in sorted(Path(package.__path__[0]).rglob("*.py"))
    }
    inputs = [BUILD_SCHEMA, dict(corpus.hashes), encoder.id, encoder.files, store.kind, code]
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def _build_id(index: Path, created: datetime, inputs: str) -> str:
    """Time and four digits of the inputs; a number is added where a build of that name is there."""
    name = f"{created:%Y-%m-%dT%H-%M-%S}-{inputs[:4]}"
    taken = sum(1 for _ in (index / "builds").glob(f"{name}*"))
    return f"{name}-{taken + 1}" if taken else name


def _published_build(index: Path, store: PassageStore) -> Build | None:
    """The published build, or `None` where nothing usable is published."""
    try:
        return load_build(published_folder(index, store), store)
    except BuildError:
        return None


def _known_vectors(published: Build | None, encoder: Encoder) -> dict[str, Vector]:
    """Vectors of the published build by chunk digest, if they are of the same encoder."""
    if published is None or published.manifest.encoder.id != encoder.description.id:
        return {}
    vectors = published.passages.vectors(0, published.passages.count)
    return {chunk.digest: vector for chunk, vector in zip(published.chunks, vectors, strict=True)}


def _write(
    folder: Path,
    corpus: Corpus,
    guide: Guide,
    encoder: Encoder,
    texts: EncodedTexts,
    published: Build | None,
    draft: PassageDraft,
    progress: Progress | None,
) -> tuple[int, VectorsInManifest]:
    """Write all files of a build but the manifest.

    Gives the number of chunks that had to be encoded, and how vectors are searched.
    """
    chunks = chunk_guide(guide, encoder.count_tokens, encoder.description.max_tokens)
    if not chunks:
        raise CorpusError("the chapters hold headings only; expected text under at least one of them")
    analyser = Analyser(word_lemmas(corpus), frozenset(map(fold, corpus.analyser.stop_words)))
    known = _known_vectors(published, encoder)
    new = [chunk for chunk in chunks if chunk.digest not in known]
    passages = (chunk.passage for chunk in (progress(new, len(new), "passages") if progress else new))
    vectors = known | dict(zip((chunk.digest for chunk in new), texts.documents(passages), strict=True))
    encoded = texts.made
    _write_guide(folder, corpus, guide, chunks)
    stop_words = sorted(analyser.stop_words)
    _write_json(folder / "analyser.json", {"lemmas": dict(analyser.lemmas), "stop_words": stop_words})
    _write_json(folder / "glossary.json", phrase_pairs(corpus))
    _write_json(folder / "places.json", asdict(place_names(corpus)))
    suggested = candidates(corpus, guide)
    _write_records(folder / "suggestions.jsonl", CANDIDATES, suggested)
    vocabulary = read_vocabulary(corpus)
    vocabulary.save(folder)
    _write_topics(folder, guide, encoder)
    reader = Reader(analyser, Repairer(vocabulary))
    vectors_of = _QuestionVectors(texts, progress)
    described = write_passages(
        folder,
        draft,
        chunks,
        guide,
        [vectors[chunk.digest] for chunk in chunks],
        weigh_terms(analyser.terms(chunk.passage) for chunk in chunks),
        lambda: _some_questions(corpus, reader, vectors_of),
    )
    questions = (*corpus.asked, *suggested_questions(suggested, _asked_about(corpus)))
    asked = _asked_model(questions, guide, encoder, reader, published, vectors_of)
    if asked is not None:
        (folder / ASKED_FOLDER).mkdir()
        asked.save(folder / ASKED_FOLDER)
    answers = published.answers if published else None
    encode_pieces = _PieceVectors(texts, progress)
    AnswerWriter(corpus, guide, reader, encoder.description, encode_pieces, vectors_of, answers).write(folder)
    return encoded, described


def _some_questions(corpus: Corpus, reader: Reader, vectors_of: Encode) -> Vector:
    """Vectors of asked questions, spread evenly over all, to measure recall with."""
    step = max(1, len(corpus.asked) // RECALL_QUERIES)
    texts = [reader.read(question.text) for question in corpus.asked[::step][:RECALL_QUERIES]]
    found = vectors_of(texts)
    return np.stack([found[text] for text in texts])


class _PieceVectors:
    """Vectors of answer pieces."""

    def __init__(self, texts: EncodedTexts, progress: Progress | None) -> None:
        self._texts = texts
        self._progress = progress

    def __call__(self, texts: Sequence[str]) -> dict[str, Vector]:
        shown = self._progress(texts, len(texts), "answer pieces") if self._progress and texts else texts
        return dict(zip(texts, self._texts.documents(shown), strict=True))


class _QuestionVectors:
    """Vectors of asked questions, each made once, and only if somebody needs it."""

    def __init__(self, texts: EncodedTexts, progress: Progress | None) -> None:
        self._texts = texts
        self._progress = progress
        self._known: dict[str, Vector] = {}

    def __call__(self, texts: Sequence[str]) -> dict[str, Vector]:
        new = [text for text in texts if text not in self._known]
        if new:
            shown = self._progress(new, len(new), "questions") if self._progress else new
            self._known |= dict(zip(new, self._texts.queries(shown), strict=True))
        return {text: self._known[text] for text in texts}


def _asked_about(corpus: Corpus) -> Set[str]:
    """The sections that people asked about."""
    return {section for question in corpus.asked for section in question.relevant}


def _asked_model(
    questions: Iterable[Question],
    guide: Guide,
    encoder: Encoder,
    reader: Reader,
    published: Build | None,
    vectors_of: Encode,
) -> AskedModel | None:
    """The asked leg, as the published build has it where nothing that it depends on changed."""
    encoder_id = encoder.description.id
    examples = reader.examples(questions, guide.sections)
    inputs = inputs_digest(examples, encoder_id)
    if published is not None and published.asked is not None and published.asked.inputs == inputs:
        return published.asked
    texts = list(dict.fromkeys(example.text for example in examples))
    return fit(examples, vectors_of(texts), encoder_id, inputs)


def _write_guide(folder: Path, corpus: Corpus, guide: Guide, chunks: tuple[Chunk, ...]) -> None:
    (folder / "texts").mkdir()
    for chapter in corpus.chapters:
        (folder / "texts" / chapter.file).write_bytes(chapter.text.encode("utf-8"))
    (folder / "facts.json").write_text(guide.facts.model_dump_json(indent=2), encoding="utf-8")
    (folder / "calibration.json").write_text(corpus.calibration.model_dump_json(indent=2), encoding="utf-8")
    _write_records(folder / RECORDS_FILE, SECTIONS, guide.sections.values())
    save_ids(folder, guide.sections.ids)
    _write_records(folder / "chunks.jsonl", CHUNKS, chunks)


def _write_topics(folder: Path, guide: Guide, encoder: Encoder) -> None:
    phrases = [(chapter.number, phrase) for chapter in guide.facts.absent for phrase in (chapter.topic, *chapter.words)]
    vectors = list(encoder.encode_documents(phrase for _, phrase in phrases))
    _write_json(folder / "topics.json", [number for number, _ in phrases])
    np.save(folder / "topics.npy", np.array(vectors, np.float32).reshape(-1, encoder.description.dimension))


def _write_records(file: Path, adapter: TypeAdapter[Any], records: Iterable[Any]) -> None:
    with file.open("wb") as lines:
        lines.writelines(adapter.dump_json(record) + b"\n" for record in records)


def _write_json(file: Path, data: object) -> None:
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _manifest(
    folder: Path,
    identity: Identity,
    created: datetime,
    vectors: VectorsInManifest,
    corpus: Corpus,
    guide: Guide,
    encoder: Encoder,
    encoder_folder: Path,
) -> Manifest:
    sections = guide.sections.values()
    description = encoder.description
    return Manifest(
        build=identity.build,
        created=created,
        edition=guide.facts.edition,
        contents_as_of=guide.facts.contents_as_of,
        inputs=identity.inputs,
        encoder=EncoderInManifest(
            id=description.id,
            folder=encoder_folder.name,
            dimension=description.dimension,
            prompts={str(name): prompt for name, prompt in description.prompts.items()},
        ),
        vectors=vectors,
        analyser_version=ANALYSER_VERSION,
        chunker_version=CHUNKER_VERSION,
        counts=Counts(
            chapters=len(guide.texts),
            sections=len(sections),
            chunks=len((folder / "chunks.jsonl").read_bytes().splitlines()),
            links=sum(len(section.links) for section in sections),
            references=sum(len(section.references) for section in sections),
            contacts=sum(len(section.contacts) for section in sections),
        ),
        corpus=dict(corpus.hashes),
        files={str(file.relative_to(folder)): sha256_of(file) for file in sorted(folder.rglob("*")) if file.is_file()},
    ).sealed()
