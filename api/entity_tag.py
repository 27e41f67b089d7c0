"""Entity tags: what a response depends on as a short text, and whether a caller has it already (RFC 9110, 13.1.2)."""

import hashlib

from fastapi import Request


def entity_tag(key: object) -> str:
    """The tag of what a key decides, which must print all of it."""
    return f'"{hashlib.sha256(repr(key).encode(errors="surrogatepass")).hexdigest()[:32]}"'


def is_held(request: Request, tag: str) -> bool:
    """Whether the caller names a tag as held; a proxy that compresses marks it as weak, which makes no difference."""
    named = request.headers.get("if-none-match", "").split(",")
    return tag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in named)
