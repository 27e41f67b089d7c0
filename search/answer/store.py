"""What a build keeps for answers, in its folder `answer/`.

pieces.jsonl  pieces.npy  digests.json  cues.json  model.json  asked/<section>/ (`search.asked.AskedModel`)
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from search.answer.cues import Cues
from search.answer.piece import AnswerPiece
from search.asked import AskedModel
from search.guide import Guide

ANSWER_FOLDER = "answer"
PIECES: TypeAdapter[AnswerPiece] = TypeAdapter(AnswerPiece)

Array = NDArray[np.float32]


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
        known: vectors of pieces by digest, so that an ingest need not make them again.
    """

    cues: Cues
    sections: Mapping[str, SectionPieces]
    asked: Mapping[str, AskedModel]
    known: Mapping[str, Array]


def group_pieces(pieces: Sequence[AnswerPiece], vectors: Array, cues: Cues) -> Mapping[str, SectionPieces]:
    """Pieces by section; `vectors` has a row for each piece that says something by itself, in order."""
    names = tuple(cue.name for cue in cues.cues if cue.says or cue.under)
    by_section: dict[str, list[AnswerPiece]] = {}
    for piece in pieces:
        by_section.setdefault(piece.section_id, []).append(piece)
    grouped: dict[str, SectionPieces] = {}
    row = 0
    for section_id, held in by_section.items():
        own = tuple(place for place, piece in enumerate(held) if piece.own)
        if own:
            grouped[section_id] = SectionPieces(
                all=tuple(held),
                own=own,
                vectors=vectors[row : row + len(own)],
                terms=tuple(frozenset(held[place].terms) for place in own),
                lengths=np.array([held[place].length for place in own], np.float32),
                cues=names,
                says=np.array([[name in held[place].says for name in names] for place in own], np.float32),
            )
        row += len(own)
    return grouped


def load_answers(folder: Path, guide: Guide) -> AnswerStore:
    """Open what `ingest.answers` wrote.

    Raises:
        OSError, ValueError, KeyError: a file is missing, a piece isn't the guide's own text at its place, or the parts
            don't fit each other.
    """
    pieces = [PIECES.validate_json(line) for line in (folder / "pieces.jsonl").read_bytes().splitlines()]
    for piece in pieces:
        check_piece(guide, piece)
    cues = Cues.model_validate_json((folder / "cues.json").read_bytes())
    vectors = np.load(folder / "pieces.npy")
    expected = sum(piece.own for piece in pieces)
    if len(vectors) != expected:
        raise ValueError(f"{len(vectors)} vectors of answer pieces, expected {expected}")
    digests = json.loads((folder / "digests.json").read_text(encoding="utf-8"))
    return AnswerStore(
        cues=cues,
        sections=group_pieces(pieces, vectors, cues),
        asked={section.name: AskedModel.load(section) for section in sorted((folder / "asked").glob("*"))},
        known=dict(zip(digests, vectors, strict=True)),
    )


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
