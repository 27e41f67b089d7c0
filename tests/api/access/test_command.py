"""`dovidnyk partner` as people run it: from nothing to a working call, and the end of a key."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.access.command import app
from search.errors import DovidnykError
from search.settings import Settings
from tests.api.conftest import serving
from tests.api.test_cli import assert_one_line, run


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOVIDNYK_VAR", str(tmp_path))


def partner(*words: str) -> str:
    """What a command prints on standard output."""
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def partner_json(*words: str) -> Any:
    return json.loads(partner(*words, "--json"))


def test_from_nothing_to_a_working_call(repository: Path, tmp_path: Path) -> None:
    """Each command in a process of its own, as the README tells it."""

    def command(*words: str) -> str:
        done = run("partner", *words, cwd=repository, DOVIDNYK_VAR=str(tmp_path))
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    command("add", "example", "--origin", "https://www.example.org")
    browser = command("key", "example", "--kind", "browser")
    server = command("key", "example", "--kind", "server")
    with serving(Settings(var=tmp_path)) as url:
        page = {"X-Dovidnyk-Key": browser, "Origin": "https://www.example.org"}
        assert httpx.get(f"{url}/v1/sections", headers=page).status_code == 503
        assert httpx.get(f"{url}/v1/sections", headers={"Authorization": f"Bearer {server}"}).status_code == 503
        assert httpx.get(f"{url}/v1/sections").status_code == 401


def test_list_shows_all_but_the_keys_themselves(tmp_path: Path) -> None:
    partner("add", "example", "--origin", "https://example.org", "--limit", "100")
    made = partner_json("key", "example", "--kind", "server", "--expires", "90d")
    admin = partner_json("admin-key")
    shown = partner("list")
    for text in ("example", "https://example.org", "100", made["id"], admin["id"], "server", "admin", "valid"):
        assert text in shown
    for text in (made["key"], admin["key"]):
        assert text not in shown
    listed = partner_json("list")
    (one,) = listed["partners"]
    assert (one["id"], one["origins"], one["limit"]) == ("example", ["https://example.org"], 100)
    assert one["keys"][0].keys() == {"id", "kind", "created", "expires", "revoked", "state"}
    assert [key["kind"] for key in listed["admin_keys"]] == ["admin"]


def test_a_rotated_key_ends_after_its_grace_time() -> None:
    partner("add", "example")
    old = partner_json("key", "example", "--kind", "server")
    new = partner_json("rotate", old["id"], "--grace", "7d")
    assert (new["kind"], new["state"], new["expires"]) == ("server", "valid", None)
    first, second = partner_json("list")["partners"][0]["keys"]
    assert (first["id"], second["id"]) == (old["id"], new["id"])
    ends = datetime.fromisoformat(first["expires"])
    assert abs(ends - datetime.now(UTC) - timedelta(days=7)) < timedelta(minutes=1)
    partner("rotate", new["id"], "--grace", "0s")
    assert [key["state"] for key in partner_json("list")["partners"][0]["keys"]] == ["valid", "expired", "valid"]


def test_a_key_that_ends_soon_is_not_made_to_last_by_rotating_it() -> None:
    partner("add", "example")
    old = partner_json("key", "example", "--kind", "server", "--expires", "1h")
    partner("rotate", old["id"], "--grace", "30d")
    assert partner_json("list")["partners"][0]["keys"][0]["expires"] == old["expires"]


def test_an_admin_key_can_be_rotated_and_revoked() -> None:
    old = partner_json("admin-key")
    new = partner_json("rotate", old["id"])
    assert partner_json("revoke", old["id"])[0]["state"] == "revoked"
    assert [(key["id"], key["state"]) for key in partner_json("list")["admin_keys"]] == [
        (old["id"], "revoked"),
        (new["id"], "valid"),
    ]


def test_all_keys_of_a_partner_can_be_revoked_at_once() -> None:
    for name in ("one", "other"):
        partner("add", name)
        for kind in ("browser", "server"):
            partner("key", name, "--kind", kind)
    partner("revoke", "--partner", "one")
    states = {one["id"]: [key["state"] for key in one["keys"]] for one in partner_json("list")["partners"]}
    assert states == {"one": ["revoked"] * 2, "other": ["valid"] * 2}


def test_origins_are_added_removed_and_shown() -> None:
    partner("add", "example", "--origin", "HTTPS://Example.org:443/", "--origin", "https://example.org")
    assert partner_json("origins", "example")["origins"] == ["https://example.org"]
    changed = partner_json("origins", "example", "--add", "https://a.example:8443", "--remove", "https://example.org")
    assert changed["origins"] == ["https://a.example:8443"]


def test_a_limit_is_given_and_taken_back() -> None:
    partner("add", "example")
    assert partner_json("limit", "example", "--limit", "12000")["limit"] == 12000
    assert partner_json("limit", "example")["limit"] is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "Example"], "expected letters a to z"),
        (["add", "known"], "partner known is there already"),
        (["add", "new", "--origin", "example.org"], "expected scheme, host"),
        (["key", "nobody", "--kind", "server"], "no partner nobody; there are: known"),
        (["key", "known", "--kind", "admin"], "expected browser or server"),
        (["key", "known", "--kind", "server", "--expires", "soon"], "expected a duration or a day"),
        (["key", "known", "--kind", "server", "--expires", "2020-01-01"], "is over already"),
        (["rotate", "0a0a0a0a"], "no key 0a0a0a0a; expected the eight letters and digits"),
        (["revoke"], "expected the id of a key, or --partner"),
        (["origins", "known", "--remove", "https://gone.example"], "known has no origin https://gone.example"),
    ],
)
def test_what_can_not_be_done_is_said_with_what_can(words: list[str], says: str) -> None:
    partner("add", "known")
    before = partner("list")
    with pytest.raises(DovidnykError, match=says):
        CliRunner().invoke(app, words, catch_exceptions=False)
    assert partner("list") == before


def test_a_revoked_key_is_not_rotated() -> None:
    partner("add", "example")
    key = partner_json("key", "example", "--kind", "server")["id"]
    partner("revoke", key)
    with pytest.raises(DovidnykError, match=f"key {key} is revoked; make a new one"):
        CliRunner().invoke(app, ["rotate", key], catch_exceptions=False)


@pytest.mark.parametrize("command", ["add", "key", "admin-key", "list", "origins", "limit", "rotate", "revoke"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    assert f"dovidnyk partner {command}" in " ".join(partner(command, "--help").split())


def test_serve_listens_to_other_machines_only_with_keys_or_a_word(repository: Path, tmp_path: Path) -> None:
    done = run("serve", "--host", "0.0.0.0", "--port", "0", cwd=repository, DOVIDNYK_VAR=str(tmp_path))
    assert_one_line(done, "other machines reach 0.0.0.0", "dovidnyk partner key", "--without-keys")


def test_serve_says_in_one_line_that_the_partners_or_the_store_are_bad(repository: Path, tmp_path: Path) -> None:
    store = run("serve", "--port", "0", cwd=repository, DOVIDNYK_VAR=str(tmp_path), DOVIDNYK_LIMITS_STORE="file")
    assert_one_line(store, "DOVIDNYK_LIMITS_STORE: expected 'memory://'")
    (tmp_path / "partners.json").write_text("[]", "utf-8")
    partners = run("serve", "--port", "0", cwd=repository, DOVIDNYK_VAR=str(tmp_path))
    assert_one_line(partners, "partners.json", "mend it")
