"""What a student is taught on: texts with the prompts that the encoder knows.

Never questions of dev or test: only what may be trained on, and what the caller brings.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from eval.beir.corpus import read_documents
from eval.errors import EvalError
from ingest.asked import Reader
from ingest.chunks import chunk_guide
from ingest.corpus import Corpus
from ingest.sections import parse_guide
from ingest.vocabulary import read_vocabulary
from search.analyser import Analyser
from search.encoder import Encoder
from search.repair import Repairer

_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
_LEAST_LETTERS = 12
_BEIR_FILE = "corpus.jsonl"


def texts_to_learn(corpus: Corpus, encoder: Encoder, files: Sequence[Path]) -> list[str]:
    """All texts, with prompts, without doubles.

    Args:
        encoder: the teacher, for its prompts and its tokens.
        files: other texts, one a line, or `corpus.jsonl` in BEIR layout.

    Raises:
        EvalError: a file can't be read or holds no text.
    """
    query, document = encoder.description.prompts["query"], encoder.description.prompts["document"]
    others = [sentence for file in files for sentence in _texts_of(file)]
    prompted = [
        *(query + text for text in _questions(corpus)),
        *(query + text for text in _glossary(corpus)),
        *(document + text for text in _glossary(corpus)),
        *(document + text for text in _guide(corpus, encoder)),
        *((document if place % 2 else query) + text for place, text in enumerate(others)),
    ]
    return list(dict.fromkeys(prompted))


def _questions(corpus: Corpus) -> Iterator[str]:
    """The training questions as they are searched for."""
    reader = Reader(Analyser(), Repairer(read_vocabulary(corpus)))
    return (reader.read(question.text) for question in corpus.asked)


def _glossary(corpus: Corpus) -> Iterator[str]:
    for entry in corpus.glossary.entries:
        yield from (entry.guide, *entry.people)


def _guide(corpus: Corpus, encoder: Encoder) -> Iterator[str]:
    """The chunks as they are indexed, and the sentences of each."""
    for chunk in chunk_guide(parse_guide(corpus), encoder.count_tokens, encoder.description.max_tokens):
        yield chunk.passage
        yield from sentences(chunk.text)


def _texts_of(file: Path) -> list[str]:
    if file.name == _BEIR_FILE:
        documents = read_documents(file.parent)
        found = [text for one in documents for text in (*sentences(one.title or ""), *sentences(one.text))]
    else:
        found = _lines(file)
    if not found:
        raise EvalError(f"--texts {file}: holds no text; expected one a line, or {_BEIR_FILE} in BEIR layout")
    return found


def _lines(file: Path) -> list[str]:
    try:
        lines: Iterable[str] = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvalError(f"--texts {file}: can't be read: {error}") from error
    return [line.strip() for line in lines if line.strip()]


def sentences(text: str) -> list[str]:
    """The sentences of a text that have a dozen letters and more."""
    pieces = (piece.strip() for piece in _SENTENCE_END.split(text))
    return [piece for piece in pieces if sum(map(str.isalpha, piece)) >= _LEAST_LETTERS]
