"""Writing what answers are put together from: pieces with their vectors, and what asked questions say of them."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.asked import Example, Reader, fit, inputs_digest
from ingest.corpus import Corpus
from ingest.pieces import cut_pieces, passage_of
from search.answer.piece import AnswerPiece
from search.answer.store import ANSWER_FOLDER, PIECES, AnswerStore, PieceIndex, check_piece
from search.asked import AskedModel, Vector
from search.encoder import EncoderDescription
from search.guide import Guide
from search.questions import Question

Encode = Callable[[Sequence[str]], Mapping[str, Vector]]
"""Vectors of questions, or of passages, by text."""

_RELEVANT_FROM = 2


@dataclass(frozen=True)
class AnswerWriter:
    """Writes the `answer/` folder of a build.

    Attributes:
        encode_pieces: called with the passages whose vectors the published build doesn't have.
        encode_questions: called once, and only where a classifier has to be fitted.
        published: what the published build has; reused where nothing that it depends on changed.
    """

    corpus: Corpus
    guide: Guide
    reader: Reader
    encoder: EncoderDescription
    encode_pieces: Encode
    encode_questions: Encode
    published: AnswerStore | None

    def write(self, build: Path) -> None:
        """Write the folder.

        Raises:
            ValueError: a piece isn't the guide's own text at its place.
        """
        folder = build / ANSWER_FOLDER
        (folder / "asked").mkdir(parents=True)
        pieces = cut_pieces(self.guide, self.reader.analyser, self.corpus.cues)
        for piece in pieces:
            check_piece(self.guide, piece)
        by_section: dict[str, list[AnswerPiece]] = {}
        for piece in pieces:
            by_section.setdefault(piece.section_id, []).append(piece)
        (folder / "pieces.jsonl").write_bytes(b"".join(PIECES.dump_json(piece) + b"\n" for piece in pieces))
        PieceIndex.of(pieces).save(folder)
        self._write_vectors(folder, [passage_of(piece, by_section[piece.section_id]) for piece in pieces if piece.own])
        for section_id, model in self._models(by_section):
            (folder / "asked" / section_id).mkdir()
            model.save(folder / "asked" / section_id)
        (folder / "cues.json").write_text(self.corpus.cues.model_dump_json(indent=2), encoding="utf-8")
        (folder / "model.json").write_text(self.corpus.answers.model_dump_json(indent=2), encoding="utf-8")

    def _write_vectors(self, folder: Path, passages: list[str]) -> None:
        encoder = self.encoder.id
        digests = [hashlib.sha256(f"{encoder}\n{passage}".encode()).hexdigest() for passage in passages]
        known = self.published.known() if self.published else {}
        new = {digest: passage for digest, passage in zip(digests, passages, strict=True) if digest not in known}
        made = self.encode_pieces(list(dict.fromkeys(new.values())))
        vectors = dict(known) | {digest: made[passage] for digest, passage in new.items()}
        rows = np.array([vectors[digest] for digest in digests], np.float32)
        np.save(folder / "pieces.npy", rows.reshape(-1, self.encoder.dimension))
        (folder / "digests.json").write_text(json.dumps(digests), encoding="utf-8")

    def _models(self, by_section: Mapping[str, list[AnswerPiece]]) -> Iterator[tuple[str, AskedModel]]:
        encoder = self.encoder.id
        wanted = {
            section_id: examples
            for section_id, examples in piece_examples(self.corpus.asked, by_section, self.reader).items()
            if len({example.label for example in examples}) > 1
        }
        digests = {section_id: inputs_digest(examples, encoder) for section_id, examples in wanted.items()}
        known = self.published.asked if self.published else {}
        new = [name for name, digest in digests.items() if name not in known or known[name].inputs != digest]
        texts = list(dict.fromkeys(example.text for name in new for example in wanted[name]))
        vectors = self.encode_questions(texts) if texts else {}
        for section_id, examples in wanted.items():
            if section_id not in new:
                yield section_id, known[section_id]
            elif model := fit(examples, vectors, encoder, digests[section_id]):
                yield section_id, model


def piece_examples(
    questions: Iterable[Question], by_section: Mapping[str, list[AnswerPiece]], reader: Reader
) -> dict[str, list[Example]]:
    """By section, the questions that it answers, each labelled with the rows of the pieces that show its facts."""
    examples: dict[str, list[Example]] = {}
    for question in questions:
        found = answering(question, by_section)
        if not found:
            continue
        text = reader.read(question.text)
        tokens = tuple(reader.analyser.tokens(text))
        for section_id, rows in found.items():
            examples.setdefault(section_id, []).extend(
                Example(text, tokens, str(row), 1 / len(rows)) for row in sorted(rows)
            )
    return examples


def answering(question: Question, by_section: Mapping[str, list[AnswerPiece]]) -> dict[str, set[int]]:
    """By section, the rows of the pieces that show a fact of the question; rows count pieces that speak themselves.

    A fact that stands over pieces, in a sub-heading, is shown by each of them.
    """
    found: dict[str, set[int]] = {}
    for section_id, grade in question.relevant.items():
        held = by_section.get(section_id, [])
        own = [piece for piece in held if piece.own]
        for fact in question.facts if grade >= _RELEVANT_FROM else ():
            inside = {row for row, piece in enumerate(own) if fact in _words(piece)}
            under = {row for row, piece in enumerate(own) if any(fact in _words(held[place]) for place in piece.leads)}
            if inside or under:
                found.setdefault(section_id, set()).update(inside or under)
    return found


def _words(piece: AnswerPiece) -> str:
    return " ".join(" ".join(part.text.split()) for part in piece.parts)
