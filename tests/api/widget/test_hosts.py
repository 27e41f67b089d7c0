"""The widget works on other people's pages, however they are made, and leaves nothing on them."""

import re
from html import unescape

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.api.widget.conftest import OpenWidget
from tests.api.widget.host_pages import HOSTILE
from tests.api.widget.local_server import Reply
from tests.api.widget.stub_api import StubApi
from tests.api.widget.widget_page import ANSWERED, OTHER_CHAPTER, Widget, traces

WORKING = [host for host in HOSTILE if host != "name-taken"]
ASKED_WITH_SLASH = "14 днів / загубила картку"


@pytest.mark.parametrize("host", WORKING)
def test_a_question_is_typed_suggested_asked_and_answered(
    host: str, page: Page, open_widget: OpenWidget, api: StubApi, hosts: str, errors: list[str], requested: list[str]
) -> None:
    widget = open_widget(host, "#one" if host == "two" else "dovidnyk-search")
    address, entries = page.url, page.evaluate("history.length")
    widget.input.click()
    page.keyboard.type("загубила картку")
    expect(widget.input).to_have_value("загубила картку")
    expect(widget.options.first).to_be_visible()
    page.keyboard.press("Enter")
    widget.wait_for("answered")
    expect(widget.answer).to_contain_text("протягом 14 днів")
    assert widget.results.count() >= 3
    widget.host.locator(".feedback button[data-helped=true]").click()
    page.wait_for_function("() => true")
    assert traces(page) == {}
    assert (page.url, page.evaluate("history.length")) == (address, entries)
    assert page.context.cookies() == []
    assert set(requested) <= {hosts, api.url}
    assert errors == []


@pytest.mark.parametrize("host", WORKING)
def test_it_looks_its_own_way_and_fits_a_phone(host: str, page: Page, open_widget: OpenWidget) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    widget = open_widget(host, "#one" if host == "two" else "dovidnyk-search")
    widget.ask(ANSWERED, "answered")
    for part in (widget.input, widget.submit, widget.answer, widget.results.first):
        expect(part).to_be_visible()
        look = part.evaluate(
            """(part) => {
                 const { fontSize, letterSpacing, textTransform, direction, visibility } = getComputedStyle(part);
                 return { fontSize, letterSpacing, textTransform, direction, visibility };
               }"""
        )
        assert float(look["fontSize"].removesuffix("px")) >= 14
        assert (look["letterSpacing"], look["textTransform"], look["visibility"]) == ("normal", "none", "visible")
        assert look["direction"] == "ltr"
    for part in (widget.input, widget.submit):
        box = part.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert float(widget.input.evaluate("(input) => getComputedStyle(input).fontSize").removesuffix("px")) >= 16
    assert widget.root.evaluate("(root) => root.scrollWidth - root.clientWidth") <= 1


def test_letters_and_slashes_do_not_reach_handlers_of_the_page(open_widget: OpenWidget, page: Page) -> None:
    widget = open_widget("key-handlers")
    widget.input.click()
    page.keyboard.type(ASKED_WITH_SLASH)
    page.keyboard.press("Enter")
    widget.wait_for("answered", "uncertain", "other_chapter", "no_match")
    expect(widget.input).to_have_value(ASKED_WITH_SLASH)
    assert page.evaluate("window.stolen") == []


def test_keys_pressed_elsewhere_stay_with_the_page(open_widget: OpenWidget, page: Page) -> None:
    open_widget("key-handlers")
    page.locator("#after").focus()
    page.keyboard.press("/")
    assert "/" in page.evaluate("window.stolen")


def test_the_list_lies_over_the_page_around_it(open_widget: OpenWidget, page: Page) -> None:
    widget = open_widget("overlay")
    widget.type("посвідка")
    on_top = widget.options.first.evaluate(
        """(option) => {
             const { x, y, width, height } = option.getBoundingClientRect();
             const hit = option.getRootNode().elementFromPoint(x + width / 2, y + height / 2);
             return option.contains(hit);
           }"""
    )
    assert on_top


def test_two_on_a_page_do_not_mix(open_widget: OpenWidget, page: Page) -> None:
    one = open_widget("two", "#one")
    other = Widget(page, "#other")
    one.ask(ANSWERED, "answered")
    assert other.state == "idle"
    assert other.announced == []
    other.type("посвідка")
    expect(one.input).to_have_attribute("aria-expanded", "false")
    other.ask("землетрус", "other_chapter")
    assert one.state == "answered"


def test_taken_out_and_put_back_it_still_works_once(open_widget: OpenWidget, page: Page, api: StubApi) -> None:
    widget = open_widget("re-added")
    page.wait_for_function("window.moved")
    assert page.locator("dovidnyk-search .root").count() == 1
    widget.ask(ANSWERED, "answered")
    assert len(api.asked_of("/v1/search")) == 1


def test_taken_out_while_asking_it_stops_asking(open_widget: OpenWidget, page: Page, api: StubApi) -> None:
    widget = open_widget()
    with api.holding("/v1/search"), page.expect_event("requestfailed") as failed:
        widget.ask(ANSWERED, "searching", "slow")
        widget.host.evaluate("(host) => host.remove()")
    assert failed.value.url.endswith("/v1/search")


def test_where_the_name_is_taken_the_form_is_left(page: Page, errors: list[str], api: StubApi, hosts: str) -> None:
    page.goto(f"{hosts}/name-taken")
    page.wait_for_load_state("load")
    expect(page.get_by_label("Запитайте посібник")).to_be_visible()
    assert errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_the_attributes(open_widget: OpenWidget, page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="light" if theme == "dark" else "dark")
    widget = open_widget(theme=theme)
    colour = str(widget.input.evaluate("(input) => getComputedStyle(input).color"))
    bright = sum(int(part) for part in re.findall(r"\d+", colour)[:3]) / 3 > 127
    assert bright == (theme == "dark")


def test_it_can_be_read_with_forced_colours_and_without_motion(open_widget: OpenWidget, page: Page) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    widget = open_widget()
    widget.ask(ANSWERED, "answered")
    moving = widget.root.evaluate(
        """(root) => [root, ...root.querySelectorAll("*")].filter((part) => {
             const { animationName, transitionDuration } = getComputedStyle(part);
             return animationName !== "none" || transitionDuration.split(", ").some((time) => parseFloat(time) > 0.01);
           }).length"""
    )
    assert moving == 0


def test_printed_it_shows_the_answer_and_no_controls(open_widget: OpenWidget, page: Page) -> None:
    widget = open_widget()
    widget.ask(ANSWERED, "answered")
    page.emulate_media(media="print")
    expect(widget.answer).to_be_visible()
    expect(widget.answer).to_contain_text("Розділ 1, пункт 1, підпункт 1-3")
    for control in (widget.submit, widget.host.locator(".feedback"), widget.host.locator(".copy")):
        expect(control.first).to_be_hidden()


def test_the_page_hears_of_answers_and_errors(open_widget: OpenWidget, page: Page, api: StubApi) -> None:
    widget = open_widget()
    page.evaluate(
        """() => {
             window.heard = [];
             for (const name of ["dovidnyk-answer", "dovidnyk-error"])
               document.addEventListener(name, ({ detail }) => window.heard.push([name, detail]));
           }"""
    )
    widget.ask(ANSWERED, "answered")
    api.fail("/v1/search", 500)
    widget.ask(OTHER_CHAPTER, "failed")
    (answer, told), (error, failure) = page.evaluate("window.heard")
    assert (answer, told["outcome"], told["sections"][0]) == ("dovidnyk-answer", "answered", "1.1-3")
    assert (error, failure["status"]) == ("dovidnyk-error", 500)


def test_the_code_that_is_printed_works_on_another_site(
    page: Page, errors: list[str], api: StubApi, hosts: str, made_pages: dict[str, str], client: httpx.Client
) -> None:
    made_pages["printed"] = f'<!doctype html><html lang="uk"><link rel="icon" href="data:,">{_printed(client, api)}'
    page.goto(f"{hosts}/printed")
    Widget(page).ask(ANSWERED, "answered")
    assert errors == []


def test_a_script_that_was_changed_on_its_way_does_not_run(
    page: Page, api: StubApi, hosts: str, made_pages: dict[str, str], client: httpx.Client
) -> None:
    code = _printed(client, api)
    path = re.search(r"/widget/[0-9a-f]+\.js", code)
    assert path
    api.behave(path[0], lambda _: Reply(200, {"Content-Type": "text/javascript"}, b"window.harmed = 1"))
    made_pages["changed"] = f"<!doctype html>{code}"
    page.goto(f"{hosts}/changed")
    assert path[0] in [asked.target for asked in api.asked]
    assert page.evaluate("window.harmed") is None


def _printed(client: httpx.Client, api: StubApi) -> str:
    """The code that `/widget` prints, for the stub's origin."""
    found = re.search(r'<code id="snippet">(.*?)</code>', client.get("/widget").text, re.DOTALL)
    assert found
    code = unescape(re.sub(r"<[^>]+>", "", found[1])).replace(str(client.base_url).rstrip("/"), api.url)
    assert 'integrity="sha384-' in code
    return code
