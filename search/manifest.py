"""The manifest of a build: what the index was made from and with, so that a reader can refuse what it doesn't fit."""

import hashlib
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

BUILD_SCHEMA = 5


class EncoderInManifest(BaseModel):
    """The encoder that a build's vectors were made with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    folder: str
    dimension: int
    prompts: dict[str, str]


class Counts(BaseModel):
    """How much a build holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chapters: int
    sections: int
    chunks: int
    links: int
    references: int
    contacts: int


class VectorsInManifest(BaseModel):
    """How a build's vectors are searched.

    Attributes:
        kind: `exact` compares all of them; `hnsw` and `milvus` look at some.
        count: number of vectors.
        recall: of the ten nearest by exact comparison, the share that is found, measured when the build was made.
        queries: how many were asked to measure it.
        parameters: of the kind, by the names that it gives them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["exact", "hnsw", "milvus"]
    count: Annotated[int, Field(ge=0)]
    recall: Annotated[float, Field(ge=0, le=1)] = 1.0
    queries: Annotated[int, Field(ge=0)] = 0
    parameters: dict[str, int] = {}


class Manifest(BaseModel):
    """`manifest.json`.

    Attributes:
        build: id of the build: time and a digest of its inputs.
        inputs: digest of all that the build depends on; equal inputs need no new build.
        corpus: SHA-256 of each corpus file.
        files: SHA-256 of each file of the build folder, by path within it.
        checksum: SHA-256 of the manifest's other fields, so that damage to the manifest itself shows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Annotated[int, Field(ge=1)] = BUILD_SCHEMA
    build: str
    created: datetime
    edition: str
    contents_as_of: str
    inputs: str
    encoder: EncoderInManifest
    vectors: VectorsInManifest
    analyser_version: str
    chunker_version: str
    counts: Counts
    corpus: dict[str, str]
    files: dict[str, str]
    checksum: str = ""

    def digest(self) -> str:
        """What `checksum` is in an undamaged manifest."""
        return hashlib.sha256(self.model_dump_json(exclude={"checksum"}).encode()).hexdigest()

    def sealed(self) -> "Manifest":
        """The manifest with its checksum, ready to be written."""
        return self.model_copy(update={"checksum": self.digest()})
