"""Origins: scheme, host and port of a page, compared exactly and in the form that browsers send."""

import re
from urllib.parse import urlsplit

from search.errors import DovidnykError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]")


class OriginError(DovidnykError):
    """A text that isn't an origin."""


def parse_origin(text: str) -> str:
    """An origin as a browser writes it in `Origin`: lower case, host in ASCII, no port where it is the scheme's own.

    Raises:
        OriginError: it has a path, a user, a wildcard, or isn't `http` or `https`.
    """
    wrong = OriginError(
        f"'{text}' is no origin; expected scheme, host and, where it isn't the usual one, port: https://example.org"
    )
    try:
        parts = urlsplit(text.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
    except ValueError as error:
        raise wrong from error
    host = f"[{host}]" if ":" in host else host
    if parts.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host) or "@" in parts.netloc:
        raise wrong
    if parts.path not in ("", "/") or parts.query or parts.fragment or port == 0:
        raise wrong
    shown = "" if port is None or port == _DEFAULT_PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{shown}"


def is_own_page(site: str | None, origin: str | None, host: str | None) -> bool:
    """Whether a request comes from a page of this very server, which needs no key.

    A browser says so by `Sec-Fetch-Site`, or, where it doesn't send that (plain HTTP, old versions), by an `Origin`
    with our host; a page elsewhere can set neither. A program can set both: it then gets what the search page gives
    anyone, under the same limit by address, and nothing else.

    Args:
        site: the header `Sec-Fetch-Site`.
        origin: the header `Origin`.
        host: the header `Host`.
    """
    if site is not None:
        return site == "same-origin"
    if not origin or not host:
        return False
    scheme, _, authority = origin.partition("://")
    return scheme in _DEFAULT_PORTS and authority.lower() == host.lower()
