"""Text to vectors on the query path: an ONNX encoder folder, run by ONNX Runtime; torch is never imported.

An encoder folder holds `encoder.json` (an `EncoderDescription`), `model.onnx`, a tokenizer file, and the word
embeddings apart from the graph where it has them (`search.word_table`). `ingest.encoder`
writes it from any sentence-transformers model.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from search.digest import sha256_of
from search.errors import EncoderError
from search.tokenizer import load_tokenizer
from search.validation import first_fault
from search.word_table import ROWS_FILE, WordTable

Vector = NDArray[np.float32]

_SPIN_MICROSECONDS = "50"
"""How long a thread waits busily for its next piece of work. Within a run pieces follow each other faster than that;
after it, a thread that went on spinning, as is ONNX Runtime's default, would take a core from whoever answers."""


_BLOCK = 32


class EncoderDescription(BaseModel):
    """`encoder.json`: what the encoder is, and how it wants to be asked.

    Attributes:
        id: name and revision, as the manifest of a build names it.
        revision: digest of the source weights and of how they were exported.
        prompts: what stands before a `query` and before a `document`.
        max_tokens: length of the encoder's window, special tokens included.
        files: SHA-256 by file name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    id: str
    model: str
    revision: str
    dimension: Annotated[int, Field(gt=0)]
    prompts: dict[Literal["query", "document"], str]
    max_tokens: Annotated[int, Field(gt=8)]
    precision: Literal["int8", "float32"]
    tokenizer: Literal["sentencepiece", "tokenizers"]
    inputs: tuple[str, ...]
    files: dict[str, str]


def read_description(folder: Path) -> EncoderDescription:
    """Read and check `encoder.json`.

    Raises:
        EncoderError: it is missing or of another form.
    """
    file = folder / "encoder.json"
    try:
        return EncoderDescription.model_validate_json(file.read_bytes())
    except OSError as error:
        raise EncoderError(
            f"{file}: can't be read ({error.strerror}); run 'dovidnyk encoder' to prepare the encoder"
        ) from error
    except ValidationError as error:
        raise EncoderError(
            f"{file}: {first_fault(error, EncoderDescription)}; run 'dovidnyk encoder' to prepare it again"
        ) from error


def verify_files(folder: Path, description: EncoderDescription) -> None:
    """Compare each file of the folder with the digest in its description.

    Raises:
        EncoderError: a file is missing or has other content.
    """
    for name, expected in description.files.items():
        file = folder / name
        try:
            found = sha256_of(file)
        except OSError as error:
            raise EncoderError(f"{file}: can't be read ({error.strerror}); run 'dovidnyk encoder'") from error
        if found != expected:
            raise EncoderError(
                f"{file}: damaged: SHA-256 {found[:12]}…, expected {expected[:12]}…; "
                f"delete {folder} and run 'dovidnyk encoder'"
            )


class Encoder:
    """A loaded encoder: text in, unit vectors out. Safe to use from several threads.

    A text alone is encoded with all `threads`, which is fastest for it; texts that come while others are being encoded
    get one thread each, which encodes about half as many again in the same time. The vectors are the same.
    """

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Load an encoder folder.

        Args:
            folder: as `ingest.encoder` wrote it.
            threads: processor threads for a text alone; 0 for all cores.

        Raises:
            EncoderError: the folder is missing, damaged, or can't be loaded.
        """
        self.description = read_description(folder)
        verify_files(folder, self.description)
        threads = self._threads = threads or os.cpu_count() or 1
        try:
            self._tokenizer = load_tokenizer(self.description.tokenizer, folder)
            self._words = WordTable(folder) if ROWS_FILE in self.description.files else None
            self._alone = _session(folder, threads)
            self._beside = _session(folder, 1) if threads > 1 else self._alone
        except Exception as error:  # ONNX Runtime and tokenizers raise their own kinds, of no common base
            raise EncoderError(f"{folder}: the encoder can't be loaded: {error}") from error
        self._places = threading.BoundedSemaphore(threads)
        self._running = 0
        self._counting = threading.Lock()

    def encode_query(self, text: str) -> Vector:
        """Unit vector of a question, shape `(dimension,)`."""
        return self._encode(self.description.prompts["query"] + text)

    def encode_queries(self, texts: Iterable[str]) -> Iterator[Vector]:
        """Unit vectors of many questions, in order, as `encode_query` gives them; all cores work."""
        return self._encode_all(self.encode_query, texts)

    def encode_document(self, text: str) -> Vector:
        """Unit vector of a passage, shape `(dimension,)`.

        One at a time on purpose: with dynamic int8 a text's vector would depend on its neighbours in a batch.
        """
        return self._encode(self.description.prompts["document"] + text)

    def encode_documents(self, texts: Iterable[str]) -> Iterator[Vector]:
        """Unit vectors of many passages, in order, as `encode_document` gives them; all cores work."""
        return self._encode_all(self.encode_document, texts)

    def count_tokens(self, text: str) -> int:
        """Length of a passage in the encoder's tokens, prompt and special tokens included, not cut."""
        return len(self._tokenizer.encode(self.description.prompts["document"] + text, 1_000_000))

    def _encode_all(self, encode: Callable[[str], Vector], texts: Iterable[str]) -> Iterator[Vector]:
        """Encode block by block, so that `texts` is read no further ahead than the work is."""
        with ThreadPoolExecutor(self._threads) as pool:
            left = iter(texts)
            while block := list(islice(left, _BLOCK * self._threads)):
                yield from pool.map(encode, block)

    def _encode(self, text: str) -> Vector:
        ids = np.array([self._tokenizer.encode(text, self.description.max_tokens)], dtype=np.int64)
        known = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        inputs: dict[str, NDArray[Any]] = {name: known[name] for name in self.description.inputs if name in known}
        if self._words is not None:
            inputs["word_embeddings"] = self._words.embeddings(ids[0])[np.newaxis]
        with self._place() as session:
            (vectors,) = session.run(None, inputs)
        vector: Vector = vectors[0]
        return vector

    @contextmanager
    def _place(self) -> Iterator[onnxruntime.InferenceSession]:
        """Wait for a free core, and give the session that suits how many are at work."""
        with self._places:
            with self._counting:
                session = self._beside if self._running else self._alone
                self._running += 1
            try:
                yield session
            finally:
                with self._counting:
                    self._running -= 1


def _session(folder: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.spin_duration_us", _SPIN_MICROSECONDS)
    return onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
