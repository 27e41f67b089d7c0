"""Who is let in: a pure decision from what a request says and what is known of partners."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from api.access.addresses import is_this_machine
from api.access.endpoints import Access
from api.access.keys import Kind, Presented, parse_key
from api.access.origins import is_own_page
from api.access.partners import Partner
from api.access.register import Directory

KEY_HEADER = "x-dovidnyk-key"

_REALM = 'Bearer realm="dovidnyk"'
_NEEDED = (
    "this address takes a partner's key: pages send theirs in X-Dovidnyk-Key, servers in Authorization: Bearer; "
    "'dovidnyk partner key' makes one"
)
_NOT_VALID = (
    "this key doesn't count: expected a key as 'dovidnyk partner key' printed it, neither revoked nor expired, "
    "a browser's (dvd_pub_…) in X-Dovidnyk-Key, a server's (dvd_srv_…) in Authorization: Bearer"
)
_ADMIN_NEEDED = (
    "this address takes the admin key (dvd_adm_…) in Authorization: Bearer; 'dovidnyk partner admin-key' makes one"
)
_WRONG_ORIGIN = (
    "a browser's key counts only in requests from its partner's own pages: scheme, host and port of Origin must be "
    "those given to 'dovidnyk partner origins'; a program sends a server's key in Authorization: Bearer instead"
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A caller that is let in.

    Attributes:
        partner: on whose behalf; `None` for our own pages, for open addresses and where no key is needed.
        by_server: whether one address speaks for many people, so that only the partner's limit makes sense.
    """

    partner: Partner | None = None
    by_server: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A caller that is not let in, and what would be right."""

    status: int
    detail: str
    challenge: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What is known when a request comes.

    Attributes:
        without_keys: whether calls from other machines are taken though no partner has a key.
    """

    directory: Directory
    now: datetime
    without_keys: bool


def admit(access: Access, headers: Mapping[str, str], address: str | None, rules: Rules) -> Admitted | Refused:
    """Whether a request is let in.

    Args:
        headers: by lower-case name.
        address: the caller's, as far as proxies are trusted; `None` if it has none.
    """
    match access:
        case Access.OPEN:
            return Admitted()
        case Access.ADMIN:
            return _admit_admin(headers, rules)
        case Access.KEY:
            return _admit_partner(headers, address, rules)


def _admit_admin(headers: Mapping[str, str], rules: Rules) -> Admitted | Refused:
    presented = _bearer(headers)
    if presented and presented.kind is Kind.ADMIN and rules.directory.find(presented, rules.now):
        return Admitted()
    return Refused(401, _ADMIN_NEEDED, _challenge(headers))


def _admit_partner(headers: Mapping[str, str], address: str | None, rules: Rules) -> Admitted | Refused:
    origin = headers.get("origin")
    if is_own_page(headers.get("sec-fetch-site"), origin, headers.get("host")):
        return Admitted()
    if not rules.directory.keyed and (rules.without_keys or is_this_machine(address)):
        return Admitted()
    if "authorization" in headers:
        presented, kind = _bearer(headers), Kind.SERVER
    elif KEY_HEADER in headers:
        presented, kind = parse_key(headers[KEY_HEADER].strip()), Kind.BROWSER
    else:
        return Refused(401, _NEEDED, _REALM)
    found = rules.directory.find(presented, rules.now) if presented and presented.kind is kind else None
    if found is None:
        return Refused(401, _NOT_VALID, _challenge(headers))
    partner = found[1]
    if kind is Kind.BROWSER and (partner is None or origin not in partner.origins):
        return Refused(403, _WRONG_ORIGIN)
    return Admitted(partner, by_server=kind is Kind.SERVER)


def _bearer(headers: Mapping[str, str]) -> Presented | None:
    scheme, _, key = headers.get("authorization", "").partition(" ")
    return parse_key(key.strip()) if scheme.lower() == "bearer" else None


def _challenge(headers: Mapping[str, str]) -> str:
    """RFC 6750: a reason only where a token was sent."""
    return f'{_REALM}, error="invalid_token"' if "authorization" in headers or KEY_HEADER in headers else _REALM
