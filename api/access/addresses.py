"""Callers' addresses, used to count by and kept nowhere: a network instead of an address, a salted hash instead of it.

The network is a /24 or a /56, what one household or office has at most. Without the salt, which is random and lives in
memory (or a day in Redis), the hash can't be turned back.
"""

import hashlib
import ipaddress
import secrets

SALT_BYTES = 16

_V4_BITS = 24
_V6_BITS = 56


def make_salt() -> bytes:
    """A fresh salt."""
    return secrets.token_bytes(SALT_BYTES)


def caller_token(address: str | None, partner: str, salt: bytes) -> str:
    """What a caller is counted by, within a partner; the same for all addresses of its network."""
    counted = f"{network_of(address)} {partner}".encode()
    return hashlib.blake2b(counted, key=salt, digest_size=16).hexdigest()


def network_of(address: str | None) -> str:
    """The network of an address; `unknown` where it is none, as on a Unix socket."""
    parsed = _parse(address)
    if parsed is None:
        return "unknown"
    kept = _V4_BITS if parsed.version == 4 else _V6_BITS
    spare = parsed.max_prefixlen - kept
    return f"{parsed.version}:{int(parsed) >> spare:x}"


def is_this_machine(address: str | None) -> bool:
    """Whether an address is of the loopback."""
    parsed = _parse(address)
    return parsed is not None and parsed.is_loopback


def _parse(address: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address; one of IPv4 that is written as IPv6 is taken for what it is."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed if parsed.version == 6 else parsed
