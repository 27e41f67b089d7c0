"""Keys: `dvd_<kind>_<id>_<secret>`. The id is public and finds the record; the secret is compared by its hash.

Only hashes are kept. SHA-256 is right for them, as it would not be for passwords: the secret has 256 random bits, so
that nothing can be gained by trying, and a slow hash would only cost every request its time.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

_KEY = re.compile(r"dvd_(?P<kind>pub|srv|adm)_(?P<id>[0-9a-f]{8})_[A-Za-z0-9_-]{43}", re.ASCII)
_NOBODYS = "0" * 64


class Kind(StrEnum):
    """Who holds a key, by the word that a key shows after `dvd_`."""

    BROWSER = "pub"
    SERVER = "srv"
    ADMIN = "adm"


@dataclass(frozen=True, slots=True)
class Presented:
    """A key as it came with a request: of the right form, but not looked up yet."""

    kind: Kind
    id: str
    digest: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made; `text` is shown once and kept nowhere."""

    text: str
    kind: Kind
    id: str
    digest: str


def make_key(kind: Kind) -> NewKey:
    """A key with 256 random bits."""
    key_id = secrets.token_hex(4)
    text = f"dvd_{kind.value}_{key_id}_{secrets.token_urlsafe(32)}"
    return NewKey(text, kind, key_id, _digest(text))


def parse_key(text: str) -> Presented | None:
    """The parts of a key; `None` if the text isn't one."""
    match = _KEY.fullmatch(text)
    return Presented(Kind(match["kind"]), match["id"], _digest(text)) if match else None


def is_same_key(presented: Presented, digest: str | None) -> bool:
    """Whether a key is the one with this hash; takes as long where there is none."""
    return hmac.compare_digest(presented.digest, digest or _NOBODYS) and digest is not None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
