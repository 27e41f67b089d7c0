"""The widget in a real browser, on our own pages: asked, answered, and the address kept up to date."""

import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote, unquote_plus

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

LOST_CARD = "загубила картку, шо робити"


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(base_url=server, viewport={"width": 360, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def _ask(page: Page, question: str, state: str = "answered") -> None:
    field = page.locator("dovidnyk-search input[role=combobox]")
    field.fill(question)
    field.press("Enter")
    page.locator(f".root[data-state={state}]").wait_for()


def test_a_question_is_answered_on_the_page_that_explains_the_widget(page: Page) -> None:
    page.goto("/widget")
    _ask(page, LOST_CARD)
    expect(page.locator(".answer")).to_contain_text("протягом 14 днів")
    expect(page.locator(".results > li").first).to_contain_text("Втрата посвідки на проживання")
    assert "?" not in page.url


def test_each_question_on_our_page_has_an_address_that_can_be_shared(page: Page) -> None:
    page.goto("/")
    _ask(page, LOST_CARD)
    assert unquote_plus(page.url).endswith(f"/?q={LOST_CARD}")
    expect(page).to_have_title(f"{LOST_CARD} — Довідник")
    _ask(page, "землетрус", "other_chapter")
    expect(page.locator(".pointer .emergency a").first).to_have_attribute("href", "tel:110")
    page.go_back()
    page.locator(".root[data-state=answered]").wait_for()
    expect(page.locator("input[role=combobox]")).to_have_value(LOST_CARD)
    page.go_back()
    page.locator(".root[data-state=idle]").wait_for()
    expect(page.locator(".examples")).to_be_visible()


def test_a_shared_address_shows_its_answer_and_undoes_its_repair(page: Page) -> None:
    page.goto(f"/?q={quote('pfue,bkf rfhnre')}")
    page.locator(".root[data-state=answered]").wait_for()
    page.locator(".repair button").click()
    page.wait_for_url(re.compile("repair=false"))
    expect(page.locator(".repair button")).to_have_count(0)


def test_the_preview_and_the_snippet_follow_the_controls(page: Page) -> None:
    page.goto("/widget")
    page.get_by_label("Мова").select_option("en")
    page.get_by_label("Тема").select_option("dark")
    expect(page.locator("dovidnyk-search button[type=submit]")).to_have_text("Search")
    expect(page.locator("#tag")).to_have_text('<dovidnyk-search lang="en" theme="dark">')


def test_the_classic_script_makes_the_same_element(page: Page, server: str) -> None:
    page.route("**/classic", lambda route: route.fulfill(content_type="text/html", body=_CLASSIC))
    page.goto("/classic")
    _ask(page, "рецепт борщу", "no_match")
    expect(page.locator(".pointer a[href='tel:0570013904']")).to_be_visible()


_CLASSIC = (
    '<!doctype html><html lang="uk"><title>x</title><script defer src="/widget.classic.js"></script>'
    "<dovidnyk-search></dovidnyk-search>"
)


def _bare(page: Page, attributes: str = "", script: str = "") -> None:
    """A page of our origin with nothing but the element on it."""
    markup = (
        f'<!doctype html><html lang="uk"><title>x</title>{script}<script type="module" src="/widget.js"></script>'
        f"<dovidnyk-search {attributes}></dovidnyk-search>"
    )
    page.route("**/bare", lambda route: route.fulfill(content_type="text/html", body=markup))
    page.goto("/bare")


def test_an_answer_that_does_not_come_in_ten_seconds_is_given_up_and_can_be_asked_again(page: Page) -> None:
    page.clock.install()
    _bare(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/v1/search", hold)
    field = page.locator("dovidnyk-search input[role=combobox]")
    field.fill(LOST_CARD)
    field.press("Enter")
    page.clock.run_for(400)
    expect(page.locator(".root")).to_have_attribute("data-state", "slow")
    page.clock.run_for(9_400)
    expect(page.locator(".root")).to_have_attribute("data-state", "slow")
    page.clock.run_for(400)
    expect(page.locator(".root")).to_have_attribute("data-state", "failed")
    expect(page.locator(".pointer")).to_contain_text("не відповів вчасно")
    page.unroute("**/v1/search")
    for route in held:
        with suppress(Error):
            route.abort()
    page.locator(".retry").click()
    page.locator(".root[data-state=answered]").wait_for()


def test_a_browser_without_constructed_stylesheets_loads_the_style(page: Page) -> None:
    _bare(page, script="<script>delete CSSStyleSheet.prototype.replaceSync</script>")
    page.wait_for_function("document.querySelector('dovidnyk-search').shadowRoot.querySelector('link')?.sheet")
    button = page.locator("dovidnyk-search button[type=submit]")
    assert button.evaluate("(button) => getComputedStyle(button).minHeight") == "44px"


def test_suggestions_stay_open_when_a_screen_reader_on_a_phone_takes_the_focus(page: Page) -> None:
    _bare(page)
    page.route("**/v1/suggest", lambda route: route.fulfill(json=_SUGGESTIONS))
    field = page.locator("dovidnyk-search input[role=combobox]")
    field.press_sequentially("втр")
    page.locator("li[role=option]").first.wait_for()
    field.evaluate("(input) => input.blur()")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.locator("li[role=option]").first.click()
    page.locator(".results > li").first.wait_for()
    expect(field).to_have_value("Втрата посвідки на проживання")


def test_text_typed_after_a_suggestion_was_reached_is_what_is_asked(page: Page) -> None:
    _bare(page)
    page.route("**/v1/suggest", lambda route: route.fulfill(json=_SUGGESTIONS))
    field = page.locator("dovidnyk-search input[role=combobox]")
    field.press_sequentially("втр")
    page.locator("li[role=option]").first.wait_for()
    field.press("ArrowDown")
    field.fill("рецепт борщу")
    field.press("Enter")
    page.locator(".root[data-state=no_match]").wait_for()


def test_the_address_attribute_does_nothing_for_another_service(page: Page, server: str) -> None:
    _bare(page, f'address api="{server.replace("127.0.0.1", "localhost")}"')
    page.locator("dovidnyk-search input[role=combobox]").fill(LOST_CARD)
    page.keyboard.press("Enter")
    page.locator(".root[data-state=failed], .root[data-state=answered]").wait_for()
    assert page.url.endswith("/bare")


_SUGGESTIONS = {
    "suggestions": [
        {"text": "Втрата посвідки на проживання", "kind": "heading", "section_id": "1.1-3", "highlights": [[0, 3]]}
    ]
}
