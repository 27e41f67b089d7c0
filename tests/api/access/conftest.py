"""Partners with keys of every state, and a server that knows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from api.access.changes import record_of
from api.access.keys import Kind, make_key
from api.access.partner_store import change_partners, partners_file
from api.access.partners import KeyRecord, Partner, Partners, now_utc
from search.settings import Settings
from tests.api.conftest import serving

ORIGIN = "https://www.example.org"
OTHER_ORIGIN = "https://other.example.net:8443"


@dataclass(frozen=True)
class Keys:
    """The keys of the partners `example` and `other`, and the admin's."""

    browser: str
    server: str
    other_browser: str
    revoked_browser: str
    revoked_server: str
    expired_browser: str
    expired_server: str
    admin: str
    revoked_admin: str


def link_index(var_folder: Path, var: Path) -> Path:
    """A var folder of its own over the real index."""
    for name in ("index", "encoders"):
        (var / name).symlink_to(var_folder / name)
    return var


def write_partners(var: Path) -> Keys:
    """Two partners with keys of every state."""
    now = now_utc()
    records: dict[str, KeyRecord] = {}
    texts: dict[str, str] = {}
    for name in Keys.__dataclass_fields__:
        kind = Kind.ADMIN if "admin" in name else Kind.SERVER if "server" in name else Kind.BROWSER
        key = make_key(kind)
        ended = {"revoked": now} if name.startswith("revoked") else {}
        expires = now - timedelta(seconds=1) if name.startswith("expired") else None
        texts[name] = key.text
        records[name] = record_of(key, now - timedelta(days=1), expires).model_copy(update=ended)
    of_other = records.pop("other_browser")
    admins = (records.pop("admin"), records.pop("revoked_admin"))
    example = Partner(id="example", origins=(ORIGIN,), keys=tuple(records.values()))
    other = Partner(id="other", origins=(OTHER_ORIGIN,), keys=(of_other,))
    change_partners(partners_file(var), lambda _: Partners(partners=(example, other), admin_keys=admins))
    return Keys(**texts)


@pytest.fixture(scope="session")
def keyed_var(var_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with the real index, for the partners of `keys`."""
    return link_index(var_folder, tmp_path_factory.mktemp("keyed"))


@pytest.fixture(scope="session")
def keys(keyed_var: Path) -> Keys:
    """The keys that the server of `keyed` knows."""
    return write_partners(keyed_var)


@pytest.fixture(scope="session")
def keyed(keyed_var: Path, keys: Keys) -> Iterator[httpx.Client]:
    """A client, without any key, of a server that wants keys."""
    settings = Settings(var=keyed_var, caller_limit=0, partner_limit=0)
    with serving(settings) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client
