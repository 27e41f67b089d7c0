"""Where a Milvus server is: `milvus+http://[user:password@]host[:port][/database]`, or `milvus+https://…`."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

DEFAULT_PORT = 19_530

_PREFIX = "milvus+"
_DATABASE = re.compile(r"(/([A-Za-z_][A-Za-z0-9_]*)?)?")
_EXPECTED = "expected milvus+http://host:port, with /database after it if need be"


@dataclass(frozen=True, slots=True)
class MilvusAddress:
    """A server.

    Attributes:
        uri: for pymilvus; may hold a password.
        shown: host and port, for messages.
    """

    uri: str = field(repr=False)
    shown: str


def is_milvus_address(text: str) -> bool:
    """Whether a setting means a Milvus server, rightly written or not."""
    return text.startswith(_PREFIX)


def read_milvus_address(text: str) -> MilvusAddress:
    """Read an address.

    Raises:
        ValueError: it isn't one.
    """
    parts = urlsplit(text.removeprefix(_PREFIX))
    if not is_milvus_address(text) or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(_EXPECTED)
    if not _DATABASE.fullmatch(parts.path) or parts.query or parts.fragment:
        raise ValueError(_EXPECTED)
    try:
        port = parts.port or DEFAULT_PORT
    except ValueError:
        raise ValueError(f"the port isn't one; {_EXPECTED}") from None
    who = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return MilvusAddress(f"{parts.scheme}://{who}{host}:{port}{parts.path.rstrip('/')}", f"{host}:{port}")
