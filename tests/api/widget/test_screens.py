"""Pictures of every state, to be looked at: `make screens` writes them to `var/screens`."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.api.widget.conftest import OpenWidget
from tests.api.widget.states import STATES, STAYS_SEARCHING, in_state
from tests.api.widget.stub_api import StubApi
from tests.api.widget.widget_page import ANSWERED, REPAIRED, paint

pytestmark = pytest.mark.by_hand

_WIDTHS = (360, 768, 1280)


@pytest.fixture(scope="session")
def screens(repository: Path) -> Path:
    """Where pictures go."""
    folder = repository / "var" / "screens"
    folder.mkdir(exist_ok=True)
    return folder


def _take(page: Page, folder: Path, name: str) -> None:
    for width in _WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True, animations="disabled")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", [*STATES, "repaired"])
def test_every_state(page: Page, open_widget: OpenWidget, api: StubApi, screens: Path, state: str, theme: str) -> None:
    if state == "searching":
        page.add_init_script(STAYS_SEARCHING)
    widget = open_widget(theme=theme)
    paint(widget, theme)
    if state == "repaired":
        widget.ask(REPAIRED, "answered")
        _take(page, screens, f"repaired-{theme}")
        return
    with in_state(widget, api, state):
        _take(page, screens, f"{state}-{theme}")


@pytest.mark.parametrize("lang", ["en", "ja", "ru"])
def test_an_answer_in_every_language(page: Page, open_widget: OpenWidget, screens: Path, lang: str) -> None:
    open_widget(lang=lang).ask(ANSWERED, "answered")
    _take(page, screens, f"answered-{lang}")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", f"/?q={ANSWERED}", "/widget"])
def test_our_own_pages(page: Page, server: str, screens: Path, path: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(f"{server}{path}")
    page.wait_for_load_state("networkidle")
    name = {"/": "page-start", "/widget": "page-widget"}.get(path, "page-answer")
    _take(page, screens, f"{name}-{theme}")


def test_on_paper(page: Page, open_widget: OpenWidget, screens: Path) -> None:
    open_widget().ask(ANSWERED, "answered")
    page.pdf(path=screens / "answered.pdf", format="A4")
    page.emulate_media(media="print")
    page.screenshot(path=screens / "print.png", full_page=True)
