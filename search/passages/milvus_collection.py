"""The collection of a build: its name, its fields, and what is written on it about the build."""

from dataclasses import dataclass
from typing import Any

from search.passages.graph import EF_CONSTRUCTION, LINKS
from search.passages.milvus_connection import Calls
from search.passages.seam import Identity

ALIAS = "dovidnyk"
"""Leads to the collection of the published build."""

NO_TERM = 2**32 - 2
"""Column of passages without terms, since an empty sparse vector isn't taken; no question has it."""

_BUILD, _INPUTS, _ENCODER, _DIMENSION, _ROWS = (
    f"dovidnyk.{name}" for name in ("build", "inputs", "encoder", "dimension", "rows")
)
_NOT_SEALED = "not sealed"
_CHAPTER_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Described:
    """What is written on a collection; `rows` is `None` while it is a draft."""

    identity: Identity
    rows: int | None


def collection_of(alias: str, build: str) -> str:
    """Name of a build's collection: Milvus takes letters, digits and `_` only."""
    return f"{alias}_{''.join(letter if letter.isalnum() and letter.isascii() else '_' for letter in build)}"


def describe(calls: Calls, name: str) -> Described:
    """Read what is written on the collection of this name or alias.

    Raises:
        NotInMilvusError: there is none.
        PassagesUnavailableError: the server doesn't answer.
    """
    written = calls("describe_collection", name)["properties"]
    rows = str(written.get(_ROWS, _NOT_SEALED))
    dimension = str(written.get(_DIMENSION, "0"))
    return Described(
        Identity(
            str(written.get(_BUILD, "")),
            str(written.get(_INPUTS, "")),
            str(written.get(_ENCODER, "")),
            int(dimension) if dimension.isdecimal() else 0,
        ),
        int(rows) if rows.isdecimal() else None,
    )


def create(calls: Calls, name: str, identity: Identity) -> None:
    """Make the empty collection of a draft, with its indexes, ready to be searched.

    Raises:
        PassagesUnavailableError: the server doesn't answer, or doesn't take it.
    """
    schema, indexes = _schema(identity), _indexes()
    calls(
        "create_collection",
        name,
        schema=schema,
        index_params=indexes,
        consistency_level="Strong",
        properties={
            _BUILD: identity.build,
            _INPUTS: identity.inputs,
            _ENCODER: identity.encoder,
            _DIMENSION: str(identity.dimension),
            _ROWS: _NOT_SEALED,
        },
    )


def mark(calls: Calls, name: str, rows: int | None) -> None:
    """Write on a collection how many rows it was sealed with, or that it isn't."""
    calls("alter_collection_properties", name, properties={_ROWS: _NOT_SEALED if rows is None else str(rows)})


def _schema(identity: Identity) -> Any:
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(
        auto_id=False, enable_dynamic_field=False, description=f"passages of Dovidnyk's build {identity.build}"
    )
    schema.add_field("row", DataType.INT64, is_primary=True)
    schema.add_field("chapter", DataType.VARCHAR, max_length=_CHAPTER_LENGTH, is_partition_key=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=identity.dimension)
    schema.add_field("terms", DataType.SPARSE_FLOAT_VECTOR)
    return schema


def _indexes() -> Any:
    from pymilvus import MilvusClient

    indexes = MilvusClient.prepare_index_params()
    graph = {"M": LINKS, "efConstruction": EF_CONSTRUCTION}
    indexes.add_index("vector", index_type="HNSW", metric_type="IP", params=graph)
    indexes.add_index("terms", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    return indexes
