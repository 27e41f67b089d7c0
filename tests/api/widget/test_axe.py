"""axe-core finds nothing wrong: every state of the widget, both themes, four languages, and our own pages."""

import pytest
from playwright.sync_api import Page

from tests.api.widget.axe import violations
from tests.api.widget.conftest import OpenWidget
from tests.api.widget.states import STATES, STAYS_SEARCHING, in_state
from tests.api.widget.stub_api import StubApi
from tests.api.widget.widget_page import Widget, paint


@pytest.mark.parametrize("lang", ["uk", "en", "ja", "ru"])
def test_axe_finds_nothing_wrong_with_any_state(page: Page, open_widget: OpenWidget, api: StubApi, lang: str) -> None:
    page.add_init_script(STAYS_SEARCHING)
    widget = open_widget(lang=lang)
    found = {}
    for state in STATES:
        api.behave_well()
        with in_state(widget, api, state):
            for theme in ("light", "dark"):
                paint(widget, theme)
                found[state, theme] = violations(page)
    assert found == {(state, theme): [] for state in STATES for theme in ("light", "dark")}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/?q=загубила картку", "/?q=землетрус", "/widget", "/guide/1"])
def test_axe_finds_nothing_wrong_with_our_pages(page: Page, server: str, path: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    page.goto(f"{server}{path}")
    if path.startswith("/?q="):
        Widget(page).wait_for("answered", "other_chapter")
    assert violations(page) == []
