"""Ways to spoil a build that its digests don't show."""

from dataclasses import replace
from pathlib import Path

from search.bm25 import weigh_terms
from search.build import Build
from search.digest import sha256_of
from search.manifest import Manifest
from search.vectors import VectorIndex


def give_vectors_to_the_wrong_chunks(build: Path) -> None:
    """Turn the vectors round, and seal the manifest again."""
    file = build / "vectors.faiss"
    VectorIndex.of(list(VectorIndex.load(file).vectors()[::-1])).save(file)
    reseal(build)


def without_words(build: Build) -> Build:
    """The build with a lexical leg that knows no word."""
    nothing = weigh_terms([] for _ in build.chunks)
    return replace(build, lexicon=nothing.lexicon)


def reseal(build: Path) -> None:
    """Make the manifest fit the files as they are now."""
    file = build / "manifest.json"
    manifest = Manifest.model_validate_json(file.read_bytes())
    files = {name: sha256_of(build / name) for name in manifest.files}
    file.write_text(manifest.model_copy(update={"files": files}).sealed().model_dump_json(indent=2), encoding="utf-8")
