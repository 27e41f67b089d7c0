"""Which address is open, which takes a partner's key, which the admin key. `docs/access.md` shows what comes of it."""

from enum import StrEnum


class Access(StrEnum):
    """Who may call an address."""

    OPEN = "open"
    KEY = "key"
    ADMIN = "admin key"


_OPEN_IN_API = frozenset({"/v1/guide", "/v1/suggest/opensearch"})
"""The second is called by browsers themselves, as `/opensearch.xml` tells them, which know of no key."""

_KEY = ("/v1", "/mcp")
_ADMIN = ("/metrics", "/admin")
_UNCOUNTED = ("/health", "/assets", "/metrics", "/admin")
_ANY_ORIGIN = ("/assets",)
_FILES = (".js", ".css")


def access_of(path: str) -> Access:
    """Who may call a path; what is added under `/v1` or `/admin` is guarded without being named here."""
    if _is_under(path, _ADMIN):
        return Access.ADMIN
    if _is_under(path, _KEY) and path not in _OPEN_IN_API:
        return Access.KEY
    return Access.OPEN


def is_counted(path: str) -> bool:
    """Whether calls of a path count against limits; those that cost next to nothing, or are the operator's, don't."""
    return not _is_under(path, _UNCOUNTED) and not _is_widget_file(path)


def is_for_any_origin(path: str) -> bool:
    """Whether pages anywhere may read it: public files, which a page loads as a module or with an integrity digest."""
    return _is_under(path, _ANY_ORIGIN) or _is_widget_file(path)


def _is_widget_file(path: str) -> bool:
    return path.startswith("/widget") and path.endswith(_FILES)


def _is_under(path: str, roots: tuple[str, ...]) -> bool:
    return any(path == root or path.startswith(f"{root}/") for root in roots)
