"""The widget in a real browser, on our own pages: asked, answered, and the address kept up to date."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_plus

import pytest
from playwright.sync_api import Browser, Page, expect

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
