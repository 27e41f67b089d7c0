"""Writing the passages of a build: vectors and term weights into its draft, and beside it what reads questions."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from search.bm25 import WeighedTerms
from search.chunk import Chunk
from search.chunk_table import ChunkTable
from search.guide import Guide
from search.manifest import VectorsInManifest
from search.moments import Moments
from search.passages.seam import Passage, PassageDraft, Questions, Vector

_AT_ONCE = 4_096


def write_passages(
    folder: Path,
    draft: PassageDraft,
    chunks: Sequence[Chunk],
    guide: Guide,
    vectors: Sequence[Vector],
    weighed: WeighedTerms,
    questions: Questions,
) -> VectorsInManifest:
    """Write all that finds chunks; gives how their vectors are searched.

    Args:
        draft: of this build's passages; what it holds already isn't put again.
        vectors: of the chunks, in order.
        weighed: the terms of the chunks, in order.
        questions: gives vectors of questions to measure with how well passages are found.

    Raises:
        BuildError: the draft can't be sealed.
    """
    ChunkTable.of(chunks, list(guide.sections)).save(folder)
    (folder / "lexical").mkdir()
    weighed.lexicon.save(folder / "lexical")
    blocks = (np.stack(vectors[start : start + _AT_ONCE]) for start in range(0, len(vectors), _AT_ONCE))
    Moments.of(blocks, len(vectors[0])).save(folder)
    draft.put(_passages(chunks, guide, vectors, weighed, draft.held()))
    return draft.seal(questions)


def _passages(
    chunks: Sequence[Chunk], guide: Guide, vectors: Iterable[Vector], weighed: WeighedTerms, held: int
) -> Iterator[Passage]:
    for row, (chunk, vector) in enumerate(zip(chunks, vectors, strict=True)):
        if row >= held:
            chapter = guide.sections[chunk.section_id].chapter
            yield Passage(row, chapter, vector, *weighed.of(row))
