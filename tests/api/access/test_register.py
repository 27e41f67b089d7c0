"""What a running server takes up of changes to the file of partners."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from api.access.changes import change_origins, change_partner, record_of, revoke_key, rotate_key
from api.access.keys import Kind, make_key
from api.access.partner_store import PartnersError, change_partners, partners_file
from api.access.partners import now_utc
from api.access.register import Register
from search.settings import Settings
from tests.api.access.conftest import ORIGIN, Keys, write_partners
from tests.api.conftest import serving

WITHIN_SECONDS = 2.0


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return write_partners(tmp_path)


@pytest.fixture
def url(tmp_path: Path, keys: Keys) -> Iterator[str]:
    """A server without an index: who is let in gets 503, which is all that matters here."""
    with serving(Settings(var=tmp_path, caller_limit=0)) as url:
        yield url


def id_of(key: str) -> str:
    return key.split("_")[2]


def becomes(status: int, ask: Callable[[], httpx.Response]) -> bool:
    """Whether a status comes within the time that changes may take."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < deadline:
        if ask().status_code == status:
            return True
    return False


def test_a_revoked_key_counts_no_more_without_a_restart(tmp_path: Path, keys: Keys, url: str) -> None:
    def ask() -> httpx.Response:
        return httpx.get(f"{url}/v1/sections", headers={"Authorization": f"Bearer {keys.server}"})

    assert ask().status_code == 503
    change_partners(partners_file(tmp_path), lambda partners: revoke_key(partners, id_of(keys.server), now_utc()))
    assert becomes(401, ask)


def test_an_origin_counts_as_soon_as_it_is_given_and_not_when_it_is_gone(tmp_path: Path, keys: Keys, url: str) -> None:
    file, new = partners_file(tmp_path), "https://new.example.org"

    def ask() -> httpx.Response:
        return httpx.get(f"{url}/v1/sections", headers={"X-Dovidnyk-Key": keys.browser, "Origin": new})

    assert ask().status_code == 403
    change_partners(file, lambda some: change_partner(some, "example", lambda one: change_origins(one, [new], [])))
    assert becomes(503, ask)
    change_partners(file, lambda some: change_partner(some, "example", lambda one: change_origins(one, [], [new])))
    assert becomes(403, ask)


def test_after_rotation_both_keys_count_until_the_grace_time_is_over(tmp_path: Path, keys: Keys, url: str) -> None:
    new = make_key(Kind.SERVER)
    now = now_utc()
    record, ends = record_of(new, now, None), now + timedelta(seconds=4)
    change_partners(partners_file(tmp_path), lambda some: rotate_key(some, id_of(keys.server), record, ends))

    def ask(key: str) -> Callable[[], httpx.Response]:
        return lambda: httpx.get(f"{url}/v1/sections", headers={"Authorization": f"Bearer {key}"})

    assert becomes(503, ask(new.text))
    assert ask(keys.server)().status_code == 503
    deadline = time.monotonic() + 6
    while ask(keys.server)().status_code == 503 and time.monotonic() < deadline:
        pass
    assert ask(keys.server)().status_code == 401
    assert ask(new.text)().status_code == 503


@pytest.mark.parametrize("damage", ["gone", "damaged"])
def test_a_file_that_goes_bad_opens_nothing_and_closes_nothing(
    tmp_path: Path, keys: Keys, damage: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("api.access.register._SECONDS_BETWEEN_LOOKS", 0.0)
    file = partners_file(tmp_path)
    register = Register(file)
    before = register.directory()
    if damage == "gone":
        file.unlink()
    else:
        file.write_text("{", "utf-8")
    with caplog.at_level(logging.ERROR, "dovidnyk"):
        assert [register.directory() for _ in range(3)] == [before] * 3
    assert before.keyed
    assert before.knows_origin(ORIGIN, now_utc())
    assert len(caplog.records) == 1
    assert "stay in force" in caplog.text


def test_a_damaged_file_keeps_a_server_from_starting(tmp_path: Path) -> None:
    partners_file(tmp_path).write_text("{", "utf-8")
    with pytest.raises(PartnersError, match=r"partners\.json: .*mend it"):
        Register(partners_file(tmp_path))


def test_the_first_key_closes_a_running_server(tmp_path: Path) -> None:
    with serving(Settings(var=tmp_path)) as url:
        assert httpx.get(f"{url}/v1/sections").status_code == 503
        write_partners(tmp_path)
        assert becomes(401, lambda: httpx.get(f"{url}/v1/sections"))
