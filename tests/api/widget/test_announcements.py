"""What live regions say, compared word for word, and only once."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.api.widget.conftest import OpenWidget
from tests.api.widget.stub_api import StubApi
from tests.api.widget.widget_page import ANSWERED, NO_MATCH, OTHER_CHAPTER, UNCERTAIN, Widget

_EXPECTED: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "announcements.toml").read_text(encoding="utf-8")
)
# Long enough for an announcement that is put off until the reader stops typing, and for one that comes twice.
_QUIET = 900


def _suggestions(number: int) -> Callable[[Widget, StubApi], None]:
    def typed(widget: Widget, api: StubApi) -> None:
        api.change("/v1/suggest", lambda body: {**body, "suggestions": body["suggestions"][:number]})
        widget.input.fill(f"посвідка {'на'[:number]}")

    return typed


def _asked(question: str, results: int = 5) -> Callable[[Widget, StubApi], None]:
    def asked(widget: Widget, api: StubApi) -> None:
        api.change("/v1/search", lambda body: {**body, "results": body["results"][:results]})
        widget.ask(question)

    return asked


def _refused(status: int) -> Callable[[Widget, StubApi], None]:
    def asked(widget: Widget, api: StubApi) -> None:
        api.fail("/v1/search", status)
        widget.ask(ANSWERED, "failed")

    return asked


def _slow(widget: Widget, api: StubApi) -> None:
    with api.holding("/v1/search"):
        widget.ask(ANSWERED, "slow")
    widget.wait_for("answered")


def _offline(widget: Widget, api: StubApi) -> None:
    widget.page.context.set_offline(True)
    widget.ask(ANSWERED, "offline")
    widget.page.context.set_offline(False)


def _empty(widget: Widget, api: StubApi) -> None:
    widget.input.fill(" ")
    widget.input.press("Enter")


def _thanked(widget: Widget, api: StubApi) -> None:
    widget.host.locator(".feedback button[data-helped=true]").click()


def _copied(widget: Widget, api: StubApi) -> None:
    widget.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    widget.host.locator(".copy").click()


_STEPS: dict[str, Callable[[Widget, StubApi], None]] = {
    "five_suggestions": _suggestions(5),
    "three_suggestions": _suggestions(3),
    "one_suggestion": _suggestions(1),
    "no_suggestions": _suggestions(0),
    "answered": _asked(ANSWERED),
    "the_same_again": _asked(ANSWERED),
    "thanked": _thanked,
    "copied": _copied,
    "uncertain": _asked(UNCERTAIN),
    "other_chapter": _asked(OTHER_CHAPTER),
    "no_match": _asked(NO_MATCH),
    "three_results": _asked(ANSWERED, 3),
    "one_result": _asked(ANSWERED, 1),
    "empty": _empty,
    "slow": _slow,
    "failed": _refused(500),
    "busy": _refused(429),
    "offline": _offline,
}


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_what_is_done_is_announced_word_for_word_and_once(open_widget: OpenWidget, api: StubApi, lang: str) -> None:
    widget = open_widget(lang=lang)
    expected: list[str] = []
    for name, step in _STEPS.items():
        api.behave_well()
        step(widget, api)
        expected += _EXPECTED[lang][name]
        widget.wait_until_announced(len(expected))
        assert widget.announced == expected, name
    widget.page.wait_for_timeout(_QUIET)
    assert widget.announced == expected


def test_two_regions_take_turns(open_widget: OpenWidget) -> None:
    widget = open_widget()
    regions = widget.root.locator("[data-live]")
    expect(regions).to_have_count(2)
    for region in regions.all():
        expect(region).to_have_attribute("aria-live", "polite")
    said = []
    for question in (ANSWERED, OTHER_CHAPTER):
        widget.ask(question)
        widget.page.wait_for_timeout(300)
        texts: list[Any] = [text.strip() for text in regions.all_inner_texts()]
        said.append(next(place for place, text in enumerate(texts) if text))
    assert said[0] != said[1]


def test_while_typing_only_the_last_count_is_announced(open_widget: OpenWidget) -> None:
    widget = open_widget()
    widget.type("втрата посвідки")
    widget.page.wait_for_timeout(_QUIET)
    assert 1 <= len(widget.announced) <= 3
