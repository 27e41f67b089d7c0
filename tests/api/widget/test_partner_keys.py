"""The widget with a partner's key, on the partner's site and on another, in front of the real server itself."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from api.access.changes import add_key, add_partner, record_of
from api.access.keys import Kind, make_key
from api.access.partner_store import change_partners, partners_file
from api.access.partners import Partner
from search.settings import Settings
from tests.api.conftest import serving
from tests.api.widget.widget_page import ANSWERED, Widget


@pytest.fixture
def keyed(var_folder: Path, tmp_path: Path, hosts: str) -> Iterator[tuple[str, str]]:
    """Address of a server with one partner, whose origin is that of the host pages, and the partner's browser key."""
    for name in ("encoders", "index"):
        (tmp_path / name).symlink_to(var_folder / name)
    key = make_key(Kind.BROWSER)
    file = partners_file(tmp_path)
    change_partners(file, lambda partners: add_partner(partners, Partner(id="example", origins=(hosts,))))
    change_partners(file, lambda partners: add_key(partners, "example", record_of(key, datetime.now(UTC), None)))
    with serving(Settings(var=tmp_path)) as url:
        yield url, key.text


def _page(server: str, key: str) -> str:
    script = f'<script type="module" src="{server}/widget.js"></script>'
    element = f'<dovidnyk-search key="{key}"></dovidnyk-search>'
    return f'<!doctype html><html lang="uk"><link rel="icon" href="data:,">{script}{element}'


def test_a_key_is_good_on_its_partners_site_only(
    page: Page, keyed: tuple[str, str], hosts: str, made_pages: dict[str, str]
) -> None:
    server, key = keyed
    made_pages["keyed"] = _page(server, key)
    page.goto(f"{hosts}/keyed")
    widget = Widget(page)
    widget.input.press_sequentially("загубила")
    expect(widget.options.first).to_be_visible()
    widget.ask(ANSWERED, "answered")
    page.goto(f"{hosts.replace('localhost', '127.0.0.1')}/keyed")
    widget.ask(ANSWERED, "failed")


def test_without_a_key_nothing_is_answered_on_a_partners_site(
    page: Page, keyed: tuple[str, str], hosts: str, made_pages: dict[str, str]
) -> None:
    server, _ = keyed
    made_pages["keyless"] = _page(server, "")
    page.goto(f"{hosts}/keyless")
    widget = Widget(page)
    widget.ask(ANSWERED, "failed")
    expect(widget.root.locator(".pointer")).to_contain_text("Пошук на цьому сайті не налаштовано")
