"""Without JavaScript the form in the element, and our own page, still lead to an answer."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.api.widget.widget_page import ANSWERED


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A profile with JavaScript off."""
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


@pytest.mark.parametrize("host", ["plain", "strict-csp"])
def test_the_form_on_a_partners_page_leads_to_the_answer(context: BrowserContext, hosts: str, host: str) -> None:
    page = context.new_page()
    page.goto(f"{hosts}/{host}")
    page.get_by_label("Запитайте посібник").fill(ANSWERED)
    page.get_by_role("button", name="Знайти").click()
    expect(page.locator(".answer")).to_contain_text("протягом 14 днів")


def test_our_own_page_answers(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    page.goto(f"{server}/")
    page.get_by_label("Ваше запитання").fill(ANSWERED)
    page.get_by_role("button", name="Знайти").click()
    expect(page.locator(".answer")).to_contain_text("протягом 14 днів")
