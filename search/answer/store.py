"""What a build keeps for answers, in its folder `answer/`.

pieces.jsonl  pieces.npz  pieces.npy  digests.json  cues.json  model.json  asked/<section>/ (`search.asked.AskedModel`)
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from search.answer.cues import Cues
from search.answer.piece import AnswerPiece
from search.asked import AskedModel
from search.errors import BuildError
from search.guide import Guide
from search.ids import Ids
from search.records import RecordFile, open_records
from search.rows_file import RowsFile

ANSWER_FOLDER = "answer"
PIECES: TypeAdapter[AnswerPiece] = TypeAdapter(AnswerPiece)

Array = NDArray[np.float32]

_INDEX_FILE = "pieces.npz"
_SECTIONS_KEPT = 256


@dataclass(frozen=True, slots=True)
class SectionPieces:
    """The pieces of one section.

    Attributes:
        all: in the guide's order.
        own: places in `all` of those that say something by themselves; rows of the arrays below.
        vectors: unit vectors, shape `(len(own), dimension)`.
        terms: terms of each.
        lengths: characters of each.
        cues: names of the cues that some piece may say.
        says: 1 where a piece says a cue, shape `(len(own), len(cues))`.
    """

    all: tuple[AnswerPiece, ...]
    own: tuple[int, ...]
    vectors: Array
    terms: tuple[frozenset[str], ...]
    lengths: Array
    cues: tuple[str, ...]
    says: Array


@dataclass(frozen=True, slots=True)
class AnswerStore:
    """All pieces of a build, and what asked questions say of them, by section.

    Attributes:
        asked: classifiers whose labels are rows of the section's own pieces.
        known: reads the vectors of pieces by digest, so that an ingest need not make them again.
    """

    cues: Cues
    sections: Mapping[str, SectionPieces]
    asked: Mapping[str, AskedModel]
    known: Callable[[], Mapping[str, Array]]


def group_pieces(pieces: Sequence[AnswerPiece], vectors: Array, cues: Cues) -> Mapping[str, SectionPieces]:
    """Pieces by section; `vectors` has a row for each piece that says something by itself, in order."""
    by_section: dict[str, list[AnswerPiece]] = {}
    for piece in pieces:
        by_section.setdefault(piece.section_id, []).append(piece)
    grouped: dict[str, SectionPieces] = {}
    row = 0
    for section_id, held in by_section.items():
        own = sum(piece.own for piece in held)
        if own:
            grouped[section_id] = _of_section(held, vectors[row : row + own], cues)
        row += own
    return grouped


def _of_section(held: Sequence[AnswerPiece], vectors: Array, cues: Cues) -> SectionPieces:
    names = tuple(cue.name for cue in cues.cues if cue.says or cue.under)
    own = tuple(place for place, piece in enumerate(held) if piece.own)
    return SectionPieces(
        all=tuple(held),
        own=own,
        vectors=vectors,
        terms=tuple(frozenset(held[place].terms) for place in own),
        lengths=np.array([held[place].length for place in own], np.float32),
        cues=names,
        says=np.array([[name in held[place].says for name in names] for place in own], np.float32),
    )


@dataclass(frozen=True, slots=True)
class PieceIndex:
    """Where the pieces of each section lie, of those with a piece that says something by itself.

    Attributes:
        ids: of the sections.
        firsts: place of each section's first piece in the file.
        counts: how many pieces it has.
        rows: row of its first vector.
        owns: how many vectors it has.
    """

    ids: Ids
    firsts: NDArray[np.int64]
    counts: NDArray[np.int64]
    rows: NDArray[np.int64]
    owns: NDArray[np.int64]

    @classmethod
    def of(cls, pieces: Sequence[AnswerPiece]) -> "PieceIndex":
        """From all pieces in order; those of a section lie next to each other."""
        found: dict[str, list[int]] = {}
        row = 0
        for place, piece in enumerate(pieces):
            entry = found.setdefault(piece.section_id, [place, 0, row, 0])
            entry[1] += 1
            entry[3] += piece.own
            row += piece.own
        kept = {section_id: entry for section_id, entry in found.items() if entry[3]}
        firsts, counts, rows, owns = np.array(list(kept.values()), np.int64).reshape(-1, 4).T
        return cls(Ids.of(kept), firsts, counts, rows, owns)

    def save(self, folder: Path) -> None:
        """Write it into the folder of answers."""
        np.savez(
            folder / _INDEX_FILE,
            ids=self.ids.names,
            firsts=self.firsts,
            counts=self.counts,
            rows=self.rows,
            owns=self.owns,
        )

    @classmethod
    def load(cls, folder: Path) -> "PieceIndex":
        """Read a saved index.

        Raises:
            OSError, ValueError, KeyError: the file is missing or damaged.
        """
        with np.load(folder / _INDEX_FILE) as held:
            return cls(Ids(held["ids"]), held["firsts"], held["counts"], held["rows"], held["owns"])


class PiecesFile(Mapping[str, SectionPieces]):
    """The pieces of many sections, each read and checked when it's asked for. Safe to use from many threads.

    Getting a section raises `BuildError` where a piece isn't the guide's own text.
    """

    def __init__(
        self, index: PieceIndex, pieces: RecordFile[AnswerPiece], vectors: RowsFile, guide: Guide, cues: Cues
    ) -> None:
        """Put the parts together."""
        self._index = index
        self._pieces = pieces
        self._vectors = vectors
        self._guide = guide
        self._cues = cues
        self._kept = lru_cache(_SECTIONS_KEPT)(self._read)

    def _read(self, place: int) -> SectionPieces:
        index = self._index
        first, row = int(index.firsts[place]), int(index.rows[place])
        held = self._pieces[first : first + int(index.counts[place])]
        try:
            for piece in held:
                check_piece(self._guide, piece)
        except ValueError as error:
            raise BuildError(f"{error}; run 'dovidnyk ingest' to build it again") from error
        return _of_section(held, self._vectors.rows(row, row + int(index.owns[place])), self._cues)

    def __getitem__(self, section_id: str) -> SectionPieces:
        place = self._index.ids.place_of(section_id)
        if place is None:
            raise KeyError(section_id)
        return self._kept(place)

    def __contains__(self, section_id: object) -> bool:
        return section_id in self._index.ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._index.ids)

    def __len__(self) -> int:
        return len(self._index.ids)


def load_answers(folder: Path, guide: Guide) -> AnswerStore:
    """Open what `ingest.answers` wrote.

    Raises:
        OSError, ValueError, KeyError: a file is missing, a piece isn't the guide's own text at its place, or the parts
            don't fit each other.
    """
    cues = Cues.model_validate_json((folder / "cues.json").read_bytes())
    return AnswerStore(
        cues=cues,
        sections=_load_sections(folder, guide, cues),
        asked={section.name: AskedModel.load(section) for section in sorted((folder / "asked").glob("*"))},
        known=lambda: _known(folder),
    )


def _load_sections(folder: Path, guide: Guide, cues: Cues) -> Mapping[str, SectionPieces]:
    pieces = open_records(folder / "pieces.jsonl", PIECES)
    if isinstance(pieces, RecordFile):
        return _open_sections(folder, guide, cues, pieces)
    for piece in pieces:
        check_piece(guide, piece)
    vectors = np.load(folder / "pieces.npy")
    expected = sum(piece.own for piece in pieces)
    if len(vectors) != expected:
        raise ValueError(f"{len(vectors)} vectors of answer pieces, expected {expected}")
    return group_pieces(pieces, vectors, cues)


def _open_sections(
    folder: Path, guide: Guide, cues: Cues, pieces: RecordFile[AnswerPiece]
) -> Mapping[str, SectionPieces]:
    index, vectors = PieceIndex.load(folder), RowsFile(folder / "pieces.npy")
    expected = int(index.owns.sum())
    if len(vectors) != expected:
        raise ValueError(f"{len(vectors)} vectors of answer pieces, expected {expected}")
    return PiecesFile(index, pieces, vectors, guide, cues)


def _known(folder: Path) -> Mapping[str, Array]:
    digests = json.loads((folder / "digests.json").read_text(encoding="utf-8"))
    return dict(zip(digests, np.load(folder / "pieces.npy"), strict=True))


def check_piece(guide: Guide, piece: AnswerPiece) -> None:
    """See that every part of a piece is its section's own text at its place.

    Raises:
        ValueError: one is not.
    """
    section = guide.sections.get(piece.section_id)
    for part in piece.parts:
        if section is None or not part.text or not section.span.holds(part.span):
            raise ValueError(f"an answer piece lies outside section {piece.section_id}: {part.span}")
        if guide.quote(section.chapter, part.span) != part.text:
            raise ValueError(f"an answer piece of {piece.section_id} isn't the guide's text at {part.span}")
