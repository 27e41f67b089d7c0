"""The file of partners: its form, its mode, and writers at the same time."""

import json
import stat
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from api.access.changes import add_partner
from api.access.keys import Kind, make_key
from api.access.partner_store import PartnersError, change_partners, partners_file, read_partners
from api.access.partners import Partner
from tests.api.access.conftest import write_partners


def test_no_file_means_no_partners(tmp_path: Path) -> None:
    partners = read_partners(partners_file(tmp_path))
    assert partners.partners == ()
    assert not partners.has_keys


def test_the_file_holds_no_key_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    keys = write_partners(tmp_path)
    file = partners_file(tmp_path)
    text = file.read_text("utf-8")
    for key in (keys.browser, keys.server, keys.admin):
        assert key not in text
        assert key.rpartition("_")[2] not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    change_partners(file, lambda partners: add_partner(partners, Partner(id="third")))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {one.name for one in tmp_path.iterdir()} == {"partners.json", "partners.lock"}


def _add(file: Path, number: int) -> None:
    change_partners(file, lambda partners: add_partner(partners, Partner(id=f"partner-{number}")))


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    file = partners_file(tmp_path)
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        list(pool.map(partial(_add, file), range(40)))
    assert {one.id for one in read_partners(file).partners} == {f"partner-{number}" for number in range(40)}


def test_a_change_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    write_partners(tmp_path)
    file = partners_file(tmp_path)
    before = file.read_bytes()
    with pytest.raises(PartnersError, match="partner example is there already"):
        change_partners(file, lambda partners: add_partner(partners, Partner(id="example")))
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ({"schema_version": 2}, "schema_version: .*less than or equal to 1"),
        ({"partner": []}, "partner: Extra inputs are not permitted"),
        ({"partners": [{"id": "Example"}]}, r"partners\.0\.id"),
        ({"partners": [{"id": "a", "origins": ["https://A.example/"]}]}, "expected the form of browsers"),
        ({"partners": [{"id": "a", "origins": ["*"]}]}, "is no origin"),
        ({"partners": [{"id": "a"}, {"id": "a"}]}, "partner a is there twice"),
    ],
)
def test_a_file_of_another_form_is_refused_with_the_place(tmp_path: Path, damage: object, says: str) -> None:
    file = partners_file(tmp_path)
    file.write_text(json.dumps(damage), "utf-8")
    with pytest.raises(PartnersError, match=says):
        read_partners(file)


def test_an_admin_key_can_not_hide_among_a_partners(tmp_path: Path) -> None:
    file = partners_file(tmp_path)
    key = make_key(Kind.ADMIN)
    record = {"id": key.id, "kind": "adm", "digest": key.digest, "created": "2026-01-01T00:00:00Z"}
    file.write_text(json.dumps({"partners": [{"id": "a", "keys": [record]}]}), "utf-8")
    with pytest.raises(PartnersError, match="an admin key belongs in admin_keys"):
        read_partners(file)
