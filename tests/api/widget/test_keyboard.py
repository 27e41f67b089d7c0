"""The widget by keyboard alone: the list, the order of focus, and input methods that compose letters."""

from playwright.sync_api import Page, expect

from tests.api.widget.stub_api import StubApi
from tests.api.widget.widget_page import ANSWERED, REPAIRED, TYPED, Widget


def _selected(widget: Widget) -> int | None:
    chosen: list[bool] = widget.options.evaluate_all(
        "(options) => options.map((option) => option.getAttribute('aria-selected') === 'true')"
    )
    assert sum(chosen) <= 1
    return chosen.index(True) if True in chosen else None


def test_arrows_go_through_the_list_and_round(listed: Widget, page: Page) -> None:
    last = listed.options.count() - 1
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        seen.append(_selected(listed))
    # From the first upwards: back to what was typed, or round to the last.
    assert seen[:3] == [0, 1, 0]
    assert seen[3] in (None, last)
    page.keyboard.press("ArrowUp")
    assert _selected(listed) in (last, last - 1)
    assert listed.has_focus()


def test_up_from_what_was_typed_selects_the_last(listed: Widget, page: Page) -> None:
    page.keyboard.press("ArrowUp")
    assert _selected(listed) == listed.options.count() - 1


def test_the_selected_option_is_the_active_descendant_and_in_sight(listed: Widget, page: Page) -> None:
    for number in range(listed.options.count()):
        page.keyboard.press("ArrowDown")
        active = listed.active_option
        assert active is not None
        assert active.evaluate("(option) => [...option.parentNode.children].indexOf(option)") == number
        expect(active).to_be_in_viewport()


def test_home_and_end_go_to_the_ends_of_what_was_typed(listed: Widget, page: Page) -> None:
    page.keyboard.press("Home")
    assert listed.input.evaluate("(input) => input.selectionStart") == 0
    page.keyboard.press("End")
    assert listed.input.evaluate("(input) => input.selectionStart") == len(TYPED)


def test_escape_closes_the_list_first_and_keeps_what_was_typed(listed: Widget, page: Page) -> None:
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(listed.input).to_have_attribute("aria-expanded", "false")
    expect(listed.input).to_have_value(TYPED)
    assert listed.input.get_attribute("aria-activedescendant") in (None, "")
    assert listed.has_focus()


def test_an_arrow_opens_the_list_again(listed: Widget, page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    expect(listed.input).to_have_attribute("aria-expanded", "true")


def test_enter_without_a_selection_asks_what_was_typed(listed: Widget, page: Page, api: StubApi) -> None:
    page.keyboard.press("Enter")
    listed.wait_for("answered", "uncertain", "other_chapter", "no_match")
    assert [asked["q"] for asked in api.asked_of("/v1/search")] == [TYPED]
    expect(listed.input).to_have_attribute("aria-expanded", "false")


def test_enter_with_a_selection_asks_that(listed: Widget, page: Page, api: StubApi) -> None:
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    listed.wait_for("answered", "uncertain")
    assert [asked["q"] for asked in api.asked_of("/v1/search")] == [listed.input.input_value()]
    assert listed.input.input_value() != TYPED


def test_enter_with_nothing_typed_asks_nothing_and_says_why(widget: Widget, page: Page, api: StubApi) -> None:
    widget.input.fill("   ")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert api.asked_of("/v1/search") == []
    assert widget.state in ("idle", "typing")


def test_tab_leaves_the_list_without_choosing(listed: Widget, page: Page, api: StubApi) -> None:
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(listed.input).to_have_attribute("aria-expanded", "false")
    expect(listed.input).to_have_value(TYPED)
    assert api.asked_of("/v1/search") == []
    assert listed.has_focus("button[type=submit]")


def test_tab_goes_through_answer_and_feedback_and_out_and_back(widget: Widget, page: Page) -> None:
    widget.ask(ANSWERED, "answered")
    wanted = {
        "button": "button[type=submit]",
        "answer": ".answer a",
        "copy": ".copy",
        "feedback": ".feedback button",
        "results": ".results a",
    }
    met = []
    widget.input.focus()
    for _ in range(80):
        page.keyboard.press("Tab")
        if not widget.focused()["inWidget"]:
            break
        met += [name for name, part in wanted.items() if widget.has_focus(part) and name not in met]
    assert widget.focused()["id"] == "after"
    assert met[0] == "button"
    assert set(met) == set(wanted)
    page.keyboard.press("Shift+Tab")
    assert widget.focused()["inWidget"]


def test_focus_stays_in_the_widget_whatever_is_pressed(widget: Widget, page: Page) -> None:
    widget.ask(ANSWERED, "answered")
    assert widget.has_focus()
    widget.host.locator(".feedback button[data-helped=true]").focus()
    page.keyboard.press("Enter")
    expect(widget.host.locator(".feedback button[data-helped=true]:enabled")).to_have_count(0)
    assert widget.focused()["inWidget"]


def test_focus_stays_in_the_widget_when_a_repair_is_taken_back(widget: Widget, page: Page, api: StubApi) -> None:
    widget.ask(REPAIRED, "answered")
    widget.host.locator(".repair button").focus()
    page.keyboard.press("Enter")
    expect(widget.host.locator(".repair button")).to_have_count(0)
    assert widget.focused()["inWidget"]
    assert api.asked_of("/v1/search")[-1]["repair"] is False
    assert api.asked_of("/v1/search")[-1]["q"] == REPAIRED


def test_focus_stays_in_the_widget_after_a_retry(widget: Widget, page: Page, api: StubApi) -> None:
    api.fail("/v1/search", 503)
    widget.ask(ANSWERED, "failed")
    api.behave_well()
    widget.host.locator(".retry").focus()
    page.keyboard.press("Enter")
    widget.wait_for("answered")
    assert widget.focused()["inWidget"]


def test_enter_that_ends_a_composition_asks_nothing(widget: Widget, page: Page, api: StubApi) -> None:
    widget.input.focus()
    input_method = page.context.new_cdp_session(page)
    input_method.send("Input.imeSetComposition", {"text": "ざいりゅう", "selectionStart": 5, "selectionEnd": 5})
    page.evaluate(
        """() => {
             const input = document.querySelector("dovidnyk-search").shadowRoot.activeElement;
             const enter = { key: "Enter", keyCode: 229, isComposing: true, bubbles: true, composed: true,
                             cancelable: true };
             input.dispatchEvent(new KeyboardEvent("keydown", enter));
           }"""
    )
    input_method.send("Input.insertText", {"text": "在留カード"})
    expect(widget.input).to_have_value("在留カード")
    assert api.asked_of("/v1/search") == []
    page.keyboard.press("Enter")
    widget.wait_for("answered", "uncertain", "other_chapter", "no_match")
    assert [asked["q"] for asked in api.asked_of("/v1/search")] == ["在留カード"]


def test_letters_being_composed_are_not_sent_one_by_one(widget: Widget, page: Page, api: StubApi) -> None:
    widget.input.focus()
    input_method = page.context.new_cdp_session(page)
    for text in ("z", "ざ", "ざい", "ざいr", "ざいりゅう"):
        input_method.send("Input.imeSetComposition", {"text": text, "selectionStart": 1, "selectionEnd": 1})
    with page.expect_response(lambda response: response.url.endswith("/v1/suggest")):
        input_method.send("Input.insertText", {"text": "在留カード"})
    assert [asked["q"] for asked in api.asked_of("/v1/suggest")] == ["在留カード"]
