"""The widget in front of an API that is slow, broken, gone or malicious."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.api.widget.conftest import OpenWidget
from tests.api.widget.local_server import Reply
from tests.api.widget.stub_api import StubApi
from tests.api.widget.widget_page import ANSWERED, NO_MATCH, OTHER_CHAPTER, REPAIRED, UNCERTAIN, Widget, traces

OFFICIAL = "https://www.moj.go.jp/isa/guidebook_all.html"
MARKUP = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script><b>x</b>\'"&lt;{{7*7}}'
HARMFUL_LINK = "javascript:window.harmed=1"


@pytest.fixture
def widget(open_widget: OpenWidget) -> Widget:
    """The widget on a plain page."""
    return open_widget()


def test_a_slow_answer_is_waited_for_and_said_to_be_slow(widget: Widget, api: StubApi) -> None:
    with api.holding("/v1/search") as go_on:
        widget.ask(ANSWERED, "slow")
        assert widget.has_focus()
        go_on.set()
        widget.wait_for("answered")


def test_an_answer_that_comes_too_late_is_not_shown(widget: Widget, api: StubApi) -> None:
    with api.holding("/v1/search", only=OTHER_CHAPTER) as go_on:
        widget.ask(OTHER_CHAPTER, "searching", "slow")
        widget.ask(ANSWERED, "answered")
        go_on.set()
        widget.page.wait_for_timeout(200)
        assert widget.state == "answered"
        expect(widget.answer).to_contain_text("протягом 14 днів")


def test_suggestions_that_come_too_late_are_not_shown(widget: Widget, api: StubApi, page: Page) -> None:
    with api.holding("/v1/suggest", only="втра") as go_on:
        widget.type("втра", options=False)
        with page.expect_request(lambda request: request.url.endswith("/v1/suggest")):
            pass
        widget.input.fill("посвідка")
        expect(widget.options.first).to_be_visible()
        shown = widget.options.all_inner_texts()
        go_on.set()
        page.wait_for_timeout(200)
        assert widget.options.all_inner_texts() == shown


def test_suggestions_after_the_answer_do_not_open_the_list(widget: Widget, api: StubApi, page: Page) -> None:
    with api.holding("/v1/suggest") as go_on:
        widget.type("загубила картку", options=False)
        page.wait_for_timeout(200)
        page.keyboard.press("Enter")
        widget.wait_for("answered")
        go_on.set()
        page.wait_for_timeout(200)
        expect(widget.input).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("status", [404, 503])
def test_without_suggestions_questions_are_answered_all_the_same(
    widget: Widget, api: StubApi, errors: list[str], status: int
) -> None:
    api.fail("/v1/suggest", status)
    widget.input.focus()
    widget.input.press_sequentially("загубила картку")
    widget.page.wait_for_timeout(250)
    assert widget.options.count() == 0
    widget.input.press("Enter")
    widget.wait_for("answered")
    assert [error for error in errors if "status of" not in error] == []


def test_a_refusal_is_told_plainly_with_a_way_on(widget: Widget, api: StubApi) -> None:
    for status in (400, 401, 403, 413, 422, 429, 500, 502, 503):
        api.fail("/v1/search", status)
        widget.ask(ANSWERED, "failed")
        _has_a_way_on(widget)
        api.behave_well()
        widget.host.locator(".retry").click()
        widget.wait_for("answered")


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (200, "application/json", b"{"),
        (200, "text/html", b"<!doctype html><title>Login</title>"),
        (200, "application/json", b"null"),
        (200, "application/json", b"{}"),
        (200, "application/json", b'{"outcome":"answered","results":7}'),
        (204, "application/json", b""),
    ],
    ids=["half of it", "a page", "null", "nothing in it", "wrong types", "no content"],
)
def test_a_reply_that_makes_no_sense_is_a_failure_not_a_crash(
    widget: Widget, api: StubApi, errors: list[str], status: int, content_type: str, body: bytes
) -> None:
    api.behave("/v1/search", lambda _: Reply(status, {"Content-Type": content_type}, body))
    widget.ask(ANSWERED, "failed")
    _has_a_way_on(widget)
    assert errors == []


def test_while_offline_it_says_so_and_has_the_contacts(widget: Widget, page: Page) -> None:
    page.context.set_offline(True)
    widget.ask(ANSWERED, "offline")
    _has_a_way_on(widget)
    assert widget.root.locator("a[href^='tel:']").count() > 0
    page.context.set_offline(False)
    widget.host.locator(".retry").click()
    widget.wait_for("answered")


def test_an_api_that_is_gone_is_told_with_the_contacts_it_gave(widget: Widget, api: StubApi) -> None:
    widget.ask(ANSWERED, "answered")
    api.hang_up("/v1/search")
    widget.ask(OTHER_CHAPTER, "failed")
    _has_a_way_on(widget)
    assert widget.root.locator("a[href^='tel:']").count() > 0


def test_feedback_that_fails_is_no_failure_of_the_answer(widget: Widget, api: StubApi, errors: list[str]) -> None:
    api.fail("/v1/feedback", 500)
    widget.ask(ANSWERED, "answered")
    widget.host.locator(".feedback button[data-helped=true]").click()
    widget.page.wait_for_timeout(200)
    assert widget.state == "answered"
    assert [error for error in errors if "status of" not in error] == []


def test_feedback_names_the_response_that_it_is_about(widget: Widget, api: StubApi, page: Page) -> None:
    with page.expect_response(lambda response: response.url.endswith("/v1/search")) as searched:
        widget.ask(ANSWERED, "answered")
    with page.expect_response(lambda response: response.url.endswith("/v1/feedback")) as sent:
        widget.host.locator(".feedback button[data-helped=true]").click()
    assert sent.value.status == 204
    feedback = api.asked_of("/v1/feedback")[0]
    assert feedback["request_id"] == searched.value.headers["x-request-id"]
    assert feedback["helped"] is True


@pytest.mark.parametrize("question", [ANSWERED, UNCERTAIN, OTHER_CHAPTER, NO_MATCH, REPAIRED])
def test_markup_in_every_field_stays_text(widget: Widget, api: StubApi, page: Page, question: str) -> None:
    api.change("/v1/search", _with_markup_everywhere)
    api.change("/v1/suggest", _with_markup_everywhere)
    widget.type("загубила", options=False)
    page.wait_for_timeout(300)
    widget.ask(question)
    page.wait_for_timeout(100)
    assert page.evaluate("window.harmed") is None
    assert widget.root.locator("img, script, iframe, b, svg image").count() == 0
    for link in widget.root.locator("a").all():
        assert (link.get_attribute("href") or "").startswith(("https://", "http://127.0.0.1", "tel:", "/", "#"))
    assert traces(page) == {}


@pytest.mark.parametrize("question", [ANSWERED, UNCERTAIN, OTHER_CHAPTER, NO_MATCH])
def test_links_that_are_scripts_are_not_made(widget: Widget, api: StubApi, page: Page, question: str) -> None:
    api.change("/v1/search", lambda body: _mapped(body, _harmful_address))
    widget.ask(question)
    addresses = widget.root.locator("a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert [address for address in addresses if (address or "").startswith("javascript:")] == []


def test_markup_in_a_question_stays_text(widget: Widget, page: Page) -> None:
    widget.ask(MARKUP)
    assert page.evaluate("window.harmed") is None
    assert widget.root.locator("img, script").count() == 0


def test_highlights_that_point_nowhere_do_no_harm(widget: Widget, api: StubApi, errors: list[str]) -> None:
    def beyond(body: Any) -> Any:
        for result in body["results"]:
            result["excerpt"]["highlights"] = [[-5, 3], [7, 2], [1, 10**9], [2, 4], "x", None]
        return body

    api.change("/v1/search", beyond)
    widget.ask(ANSWERED, "answered", "failed")
    assert errors == []


def test_highlights_count_code_points(widget: Widget, api: StubApi) -> None:
    def astral(body: Any) -> Any:
        body["results"][0]["excerpt"] = {"text": "😀😀 посвідка 😀", "start": 0, "end": 13, "highlights": [[3, 11]]}
        return body

    api.change("/v1/search", astral)
    widget.ask(ANSWERED, "answered")
    assert widget.results.first.locator("mark").all_inner_texts() == ["посвідка"]


def test_many_questions_at_once_leave_one_answer(widget: Widget, api: StubApi, page: Page) -> None:
    for question in (OTHER_CHAPTER, NO_MATCH, UNCERTAIN, OTHER_CHAPTER, ANSWERED):
        widget.input.fill(question)
        page.keyboard.press("Enter")
    widget.wait_for("answered")
    page.wait_for_timeout(200)
    assert widget.state == "answered"
    assert widget.answer.count() == 1


def test_questions_are_not_in_addresses_and_carry_nothing_of_the_reader(
    widget: Widget, api: StubApi, page: Page
) -> None:
    page.context.add_cookies([{"name": "who", "value": "reader", "url": api.url}])
    widget.type("загубила")
    widget.ask(ANSWERED, "answered")
    sent = [asked for asked in api.asked if asked.path.startswith("/v1/")]
    assert {(asked.method, asked.target) for asked in sent} == {("POST", "/v1/search"), ("POST", "/v1/suggest")}
    for asked in sent:
        assert "cookie" not in asked.headers
        assert "referer" not in asked.headers


def test_a_partners_key_goes_with_each_question(open_widget: OpenWidget, api: StubApi) -> None:
    widget = open_widget(key="dvd_pub_example")
    widget.type("загубила")
    widget.ask(ANSWERED, "answered")
    sent = [asked for asked in api.asked if asked.path in ("/v1/search", "/v1/suggest")]
    assert {asked.headers.get("x-dovidnyk-key") for asked in sent} == {"dvd_pub_example"}


def _has_a_way_on(widget: Widget) -> None:
    expect(widget.host.locator(".retry")).to_be_visible()
    expect(widget.root.locator(f"a[href='{OFFICIAL}']").first).to_be_visible()


def _mapped(value: Any, change: Callable[[str, Any], Any], key: str = "") -> Any:
    """A JSON value with each of its leaves changed, given the name of the field that it is in."""
    if isinstance(value, dict):
        return {name: _mapped(part, change, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_mapped(part, change, key) for part in value]
    return change(key, value)


def _with_markup_everywhere(body: Any) -> Any:
    kept = ("outcome", "kind", "contents_as_of")
    return _mapped(body, lambda key, value: MARKUP if isinstance(value, str) and key not in kept else value)


def _harmful_address(key: str, value: Any) -> Any:
    return HARMFUL_LINK if key in ("url", "page", "number", "source") else value
