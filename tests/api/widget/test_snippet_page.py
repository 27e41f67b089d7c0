"""The page to copy the code from: what its controls do to the code and to the styles that it prints."""

from playwright.sync_api import Page, expect


def test_the_code_takes_language_theme_and_key(page: Page, server: str) -> None:
    page.goto(f"{server}/widget")
    page.get_by_label("Мова").select_option("en")
    page.get_by_label("Тема").select_option("dark")
    page.get_by_label("Ключ сайту").fill(' dvd_pub_"x ')
    expect(page.locator("#tag")).to_have_text('<dovidnyk-search lang="en" theme="dark" key="dvd_pub_x">')


def test_styles_are_printed_only_for_what_was_changed(page: Page, server: str) -> None:
    """A colour that is set holds for light and dark: the default one of light would be hard to read in dark."""
    page.goto(f"{server}/widget")
    page.get_by_label("Тема").select_option("dark")
    expect(page.locator("#colours")).to_be_hidden()
    page.get_by_label("Колір").fill("#7a1f5c")
    expect(page.locator("#colours")).to_contain_text("--dovidnyk-accent: #7a1f5c;")
    expect(page.locator("#colours")).not_to_contain_text("radius")
    page.get_by_label("Колір").fill("#1d4f91")
    expect(page.locator("#colours")).to_be_hidden()
