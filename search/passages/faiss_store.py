"""Passages in the folders of builds. Publishing is one atomic rename of the link `current`."""

import os
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Literal

import numpy as np

from search.errors import BuildError
from search.manifest import VectorsInManifest
from search.passages.faiss_index import open_faiss_index
from search.passages.graph import EF_CONSTRUCTION, EF_SEARCH, LINKS
from search.passages.passage_log import PassageLog
from search.passages.postings import Postings
from search.passages.recall import LEAST_RECALL, RecallTest, enough
from search.passages.seam import Identity, Passage, PassageDraft, PassageIndex, Questions
from search.progress import Progress, unseen
from search.published import point_current_at, published_name
from search.vectors import VectorIndex

EXACT_UP_TO = 20_000
"""Vectors that are compared one by one in well under the time that a question's encoding takes (1 ms of 7)."""

Kind = Literal["auto", "exact", "hnsw"]

_LOG = "passages"
_AT_ONCE = 20_000
_WIDTHS = (EF_SEARCH, 2 * EF_SEARCH, 4 * EF_SEARCH)


class FaissStore:
    """A `PassageStore` over an index folder.

    Attributes:
        kind: how vectors are searched.
        place: the index folder, for messages.
    """

    def __init__(self, index: Path, kind: Kind = "auto", progress: Progress = unseen) -> None:
        """Over a folder with `builds/` and `current`.

        Args:
            kind: how vectors are searched; `auto` decides by their number.
            progress: wraps the blocks of vectors that a graph is made of.
        """
        self._index = index
        self.kind = kind
        self.place = str(index)
        self._progress = progress

    def draft(self, identity: Identity, folder: Path) -> PassageDraft:
        """See `search.passages.seam`."""
        return _FaissDraft(identity, folder, self.kind, self._progress)

    def open(self, identity: Identity, vectors: VectorsInManifest, folder: Path) -> PassageIndex:
        """See `search.passages.seam`. Digests and manifest have been compared by whoever opens the build."""
        if vectors.kind == "milvus":
            raise BuildError(
                f"{folder}: its passages are in Milvus; set DOVIDNYK_VECTORS to its address, or run 'dovidnyk ingest'"
            )
        index = open_faiss_index(folder)
        for what, found, expected in (
            ("vectors", index.count, vectors.count),
            ("dimensions of the vectors", index.dimension, identity.dimension),
        ):
            if found != expected:
                raise BuildError(f"{folder}: {found} {what}, expected {expected}")
        return index

    def publish(self, build: str) -> None:
        """See `search.passages.seam`."""
        point_current_at(self._index, build)

    def published(self) -> str | None:
        """See `search.passages.seam`."""
        return published_name(self._index)

    def drop(self, build: str) -> None:
        """See `search.passages.seam`."""
        if build == self.published():
            raise BuildError(f"build {build} is published; publish another one first")
        shutil.rmtree(self._index / "builds" / build, ignore_errors=True)


class _FaissDraft:
    """A log of passages in the folder of the build, made into an index by sealing it."""

    def __init__(self, identity: Identity, folder: Path, kind: Kind, progress: Progress) -> None:
        self._folder = folder
        self._dimension = identity.dimension
        self._kind = kind
        self._progress = progress
        self._log = PassageLog(folder / _LOG, identity.dimension)

    def held(self) -> int:
        """See `search.passages.seam`."""
        return len(self._log.rows)

    def put(self, passages: Iterable[Passage]) -> None:
        """See `search.passages.seam`."""
        self._log.put(passages)

    def delete(self, rows: Collection[int]) -> None:
        """See `search.passages.seam`."""
        self._log.delete(rows)

    def seal(self, questions: Questions | None = None) -> VectorsInManifest:
        """See `search.passages.seam`."""
        rows = self._log.rows
        if not np.array_equal(rows, np.arange(len(rows))):
            missing = int(np.flatnonzero(rows != np.arange(len(rows)))[0])
            raise BuildError(f"{self._folder}: row {missing} is missing of {int(rows[-1]) + 1}; put it and seal again")
        vectors, described = self._vectors(len(rows), questions)
        vectors.save(self._folder / "vectors.faiss")
        term_rows, columns, weights = self._log.terms()
        (self._folder / "lexical").mkdir(exist_ok=True)
        terms = int(columns.max()) + 1 if len(columns) else 0
        Postings.of(term_rows, columns, weights, len(rows), terms).save(self._folder / "lexical")
        names, places = self._log.chapters
        np.savez(self._folder / "chapters.npz", names=np.array(names, dtype=np.str_), rows=places)
        shutil.rmtree(self._folder / _LOG)
        return described

    def _vectors(self, count: int, questions: Questions | None) -> tuple[VectorIndex, VectorsInManifest]:
        if self._kind == "exact" or (self._kind == "auto" and count <= EXACT_UP_TO):
            held = list(self._log.vectors(_AT_ONCE))
            matrix = np.concatenate(held) if held else np.empty((0, self._dimension), np.float32)
            return VectorIndex.of(matrix), VectorsInManifest(kind="exact", count=count)
        blocks = self._progress(self._log.vectors(_AT_ONCE), -(-count // _AT_ONCE), "blocks of the graph")
        graph = VectorIndex.graph_of(blocks, self._dimension, os.cpu_count() or 1)
        recall, asked = self._widened(graph, count, questions)
        parameters = {"M": LINKS, "efConstruction": EF_CONSTRUCTION, "efSearch": graph.width}
        return graph, VectorsInManifest(kind="hnsw", count=count, recall=recall, queries=asked, parameters=parameters)

    def _widened(self, graph: VectorIndex, count: int, questions: Questions | None) -> tuple[float, int]:
        """Recall of the graph, and over how many queries, at the least width at which it is high enough.

        Raises:
            BuildError: it isn't at any.
        """
        test = RecallTest.over(lambda: self._log.vectors(_AT_ONCE), count, questions)
        recall = 0.0
        for width in _WIDTHS:
            graph.widen(width)
            recall = test.recall(graph.nearest)
            if recall >= LEAST_RECALL:
                break
        return enough(recall), len(test.queries)
