"""The pages in a real browser, on a phone and on a desk, without JavaScript."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, Page

from search.guide import Guide

LOST_CARD = "загубила картку, шо робити"
PATHS = ["/", f"/?q={quote(LOST_CARD)}", "/?q=", f"/?q={quote('землетрус')}", "/guide/1", "/guide/1.6", "/guide/9.9"]
ALL_PATHS = [*PATHS, "/docs", "/nothing"]


@pytest.fixture(params=[360, 1280], ids=["phone", "desk"])
def page(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(
        base_url=server, viewport={"width": request.param, "height": 800}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ALL_PATHS)
def test_no_page_is_wider_than_the_screen(browser: Browser, server: str, path: str) -> None:
    context = browser.new_context(base_url=server, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_a_question_typed_and_sent_shows_the_section_first(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Ваше запитання").fill(LOST_CARD)
    page.get_by_role("button", name="Знайти").click()
    first = page.locator(".results > li").first
    assert first.get_by_role("heading").inner_text() == "Втрата посвідки на проживання"
    assert first.locator(".citation").inner_text().startswith("Розділ 1, пункт 1, підпункт 1-3")
    assert "nyuukokukanri10_00010" in (first.locator("ul.links a").first.get_attribute("href") or "")
    assert first.locator("mark").count() > 0


def test_every_page_says_whose_it_is_how_old_and_what_decides(page: Page) -> None:
    for path in PATHS:
        page.goto(path)
        footer = page.locator("footer").inner_text()
        assert "Це не сайт Імміграційного бюро Японії" in footer
        assert "4-те видання" in footer
        assert "серпень 2021 року" in footer
        assert page.locator("footer a[href='https://www.moj.go.jp/isa/guidebook_all.html']").count() == 1


def test_a_repair_is_shown_and_can_be_taken_back(page: Page) -> None:
    page.goto(f"/?q={quote('pfue,bkf rfhnre')}")
    assert "загубила картку" in page.locator(".repair").inner_text()
    page.get_by_role("link", name="Шукати саме").click()
    assert page.locator(".repair").count() == 0
    assert page.get_by_label("Ваше запитання").input_value() == "pfue,bkf rfhnre"


def test_an_emergency_shows_its_numbers_first(page: Page) -> None:
    page.goto(f"/?q={quote('землетрус, куди евакуюватися від цунамі')}")
    numbers = page.locator(".emergency a")
    assert [numbers.nth(place).get_attribute("href") for place in range(2)] == ["tel:110", "tel:119"]


def test_numbers_of_the_contact_page_can_be_tapped(page: Page) -> None:
    page.goto("/guide/1.6")
    assert page.locator("a[href^='tel:']").count() == 30


def test_a_section_page_has_an_anchor_at_every_level(page: Page, guide: Guide) -> None:
    page.goto("/guide/1")
    for section in guide.sections.values():
        assert page.locator(f"[id='{section.id}']").count() == 1
        assert page.locator(f"a.anchor[href='/guide/{section.id}']").count() == 1


def test_a_section_page_shows_the_whole_text(page: Page, guide: Guide) -> None:
    page.goto("/guide/1")
    shown = re.sub(r"\s+", "", page.locator(".guide-text").inner_text())
    for section in guide.sections.values():
        for block in section.blocks[1:]:
            words = re.sub(r"[\s*<>]|(?m:^\s*-\s+(?:[*▣]\s+)?)", "", block.span.of(guide.texts["1"]))
            if "\t" not in block.span.of(guide.texts["1"]) and words.strip("-"):
                assert words in shown


@pytest.mark.parametrize("field", ["q"])
def test_markup_in_a_question_stays_text(client: httpx.Client, field: str) -> None:
    page = client.get("/", params={field: "<script>alert(1)</script> картка \"'><img src=x onerror=alert(1)>"}).text
    assert "<script>alert" not in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("question", "says"), [("", "хоча б одне слово"), ("а" * 1001, "щонайбільше 1000 знаків"), ("\u200b", "одне слово")]
)
def test_a_question_that_cannot_be_asked_is_explained(client: httpx.Client, question: str, says: str) -> None:
    response = client.get("/", params={"q": question})
    assert response.status_code == 422
    assert says in response.text


def test_an_unknown_section_is_a_page_with_a_way_on(client: httpx.Client) -> None:
    response = client.get("/guide/9.9")
    assert response.status_code == 404
    assert "Немає такого розділу" in response.text


def test_pages_load_nothing_from_elsewhere(client: httpx.Client) -> None:
    for path in ALL_PATHS:
        page = client.get(path, headers={"Accept": "text/html"}).text
        assert not re.findall(r"""(?:src|<link[^>]+href)=["']https?://""", page)
    assert client.get("/assets/style.css").status_code == 200
    assert client.get("/assets/icon.svg").status_code == 200
