"""Whether a server may listen on an address: other machines are let in only once partners have keys."""

import ipaddress
import socket

from api.access.partners import Partners
from search.errors import DovidnykError
from search.settings import PREFIX


class ExposureError(DovidnykError):
    """Anyone could call."""


def check_exposure(host: str, partners: Partners, *, without_keys: bool) -> None:
    """Refuse an address that other machines reach while nobody needs a key.

    Raises:
        ExposureError: so it is, and nobody said that it should be.
    """
    if partners.has_keys or without_keys or _is_loopback(host):
        return
    raise ExposureError(
        f"other machines reach {host}, and no partner has a key yet: make one with 'dovidnyk partner add' and "
        f"'dovidnyk partner key', or let anyone call with --without-keys or {PREFIX}WITHOUT_KEYS=true"
    )


def _is_loopback(host: str) -> bool:
    """Whether all addresses that a name stands for are of the loopback; a name that stands for none isn't ours."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(one.partition("%")[0]).is_loopback for one in found)
