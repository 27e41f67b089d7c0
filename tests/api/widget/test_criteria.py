"""What a field with suggestions owes to people with assistive technology.

The eighteen acceptance criteria of alphagov's accessible-autocomplete, a test each, in their order.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.widget.widget_page import TYPED, Widget

# For the browser, whose "\w" knows Latin letters only.
_WORDS = re.compile("[а-яіїєґ]{3}")


def _described(part: Locator) -> str:
    """The text that `aria-describedby` names."""
    text: str = part.evaluate(
        """(part) => (part.getAttribute("aria-describedby") ?? "").split(" ")
             .map((id) => part.getRootNode().getElementById(id)?.textContent ?? "").join(" ").trim()"""
    )
    return text


def _look(part: Locator) -> dict[str, str]:
    """How a part and its surroundings look, to tell whether focus or selection can be seen."""
    look: dict[str, str] = part.evaluate(
        """(part) => {
             const look = {};
             for (const [name, element] of [["own", part], ["parent", part.parentElement]]) {
               const style = getComputedStyle(element);
               for (const key of ["outline", "outlineColor", "boxShadow", "borderColor", "backgroundColor", "color"])
                 look[`${name} ${key}`] = style[key];
             }
             return look;
           }"""
    )
    return look


def test_01_the_field_can_be_focused_by_keyboard(widget: Widget, page: Page) -> None:
    page.locator("#before").focus()
    page.keyboard.press("Tab")
    assert widget.has_focus()


def test_02_focus_can_be_seen(widget: Widget, page: Page) -> None:
    page.locator("#before").focus()
    before = _look(widget.input)
    page.keyboard.press("Tab")
    assert _look(widget.input) != before


def test_03_the_field_is_announced_as_editable(widget: Widget) -> None:
    expect(widget.input).to_be_editable()
    expect(widget.input).to_have_role("combobox")
    assert widget.input.evaluate("(input) => input.localName") == "input"
    expect(widget.input).to_have_accessible_name(_WORDS)


def test_04_a_value_that_is_there_already_is_announced(widget: Widget, page: Page) -> None:
    widget.input.fill("загубила картку")
    snapshot = page.locator("dovidnyk-search").aria_snapshot()
    assert re.search(r"combobox.*загубила картку", snapshot)


def test_05_it_is_announced_that_suggestions_are_available(widget: Widget) -> None:
    expect(widget.input).to_have_attribute("aria-autocomplete", "list")
    expect(widget.input).to_have_attribute("aria-expanded", "false")
    assert widget.input.get_attribute("aria-haspopup") in (None, "listbox")
    assert widget.input.get_attribute("autocomplete") == "off"


def test_06_it_is_explained_how_to_use_them(widget: Widget) -> None:
    expect(widget.input).to_have_accessible_description(re.compile("стрілк", re.IGNORECASE))


def test_07_it_is_announced_that_the_list_has_opened(widget: Widget) -> None:
    expect(widget.input).to_have_attribute("aria-expanded", "false")
    widget.type(TYPED)
    expect(widget.input).to_have_attribute("aria-expanded", "true")
    controlled = widget.input.get_attribute("aria-controls")
    assert controlled
    assert controlled == widget.listbox.get_attribute("id")
    expect(widget.listbox).to_have_accessible_name(_WORDS)


def test_08_it_is_announced_whether_there_are_matches(listed: Widget) -> None:
    listed.wait_until_announced(1)
    assert len(listed.announced) == 1
    listed.input.fill("ъъъъъъъъ")
    expect(listed.options).to_have_count(0)
    expect(listed.input).to_have_attribute("aria-expanded", "false")
    listed.wait_until_announced(2)
    assert listed.announced[1:] == ["Підказок немає"]


def test_09_it_is_announced_how_many_matches_there_are(listed: Widget) -> None:
    listed.wait_until_announced(1)
    assert re.search(rf"\b{listed.options.count()}\b", listed.announced[-1])


def test_10_it_is_announced_when_their_number_changes(listed: Widget) -> None:
    listed.wait_until_announced(1)
    for letter in "та паспорта":
        listed.input.press_sequentially(letter)
    listed.wait_until_announced(2)
    number = listed.options.count()
    assert number != int(re.findall(r"\d+", listed.announced[0])[0])
    assert str(number) in listed.announced[-1] or (number == 0 and listed.announced[-1] == "Підказок немає")


@pytest.mark.parametrize("means", ["keyboard", "mouse", "touch"])
def test_11_one_means_of_input_is_enough_to_choose(listed: Widget, means: str) -> None:
    wanted = listed.options.first.inner_text().split("\n")[0]
    if means == "keyboard":
        listed.page.keyboard.press("ArrowDown")
        listed.page.keyboard.press("Enter")
    elif means == "mouse":
        listed.options.first.click()
    else:
        listed.options.first.dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True, "composed": True})
        listed.options.first.dispatch_event("pointerup", {"pointerType": "touch", "bubbles": True, "composed": True})
        listed.options.first.dispatch_event("click", {"bubbles": True, "composed": True})
    listed.wait_for("answered", "uncertain")
    expect(listed.input).to_have_value(wanted)


def test_12_each_step_is_a_single_action(listed: Widget) -> None:
    for number in range(listed.options.count()):
        listed.page.keyboard.press("ArrowDown")
        expect(listed.options.nth(number)).to_have_attribute("aria-selected", "true")


def test_13_the_selected_match_is_announced(listed: Widget) -> None:
    before = _look(listed.options.first)
    listed.page.keyboard.press("ArrowDown")
    selected = listed.active_option
    assert selected is not None
    expect(selected).to_have_attribute("aria-selected", "true")
    expect(selected).to_have_accessible_name(_WORDS)
    assert _look(selected) != before
    assert listed.has_focus()


def test_14_it_is_announced_which_of_them_it_is(listed: Widget) -> None:
    listed.page.keyboard.press("ArrowDown")
    listed.page.keyboard.press("ArrowDown")
    number = listed.options.count()
    # Browsers count the options of a list themselves, unless it says otherwise or nests them.
    assert (
        listed.listbox.evaluate(
            "(list) => [...list.children].filter((child) => child.getAttribute('role') === 'option').length"
        )
        == number
    )
    assert listed.options.nth(1).get_attribute("aria-posinset") in (None, "2")
    assert listed.options.nth(1).get_attribute("aria-setsize") in (None, str(number))


def test_15_no_match_is_selected_before_the_reader_selects_one(listed: Widget) -> None:
    assert listed.input.get_attribute("aria-activedescendant") in (None, "")
    assert listed.host.locator("li[role=option][aria-selected=true]").count() == 0


def test_16_the_selected_match_can_be_confirmed(listed: Widget) -> None:
    listed.page.keyboard.press("ArrowDown")
    listed.page.keyboard.press("Enter")
    listed.wait_for("answered", "uncertain")


def test_17_it_is_announced_that_a_match_was_confirmed(listed: Widget) -> None:
    said = len(listed.announced)
    listed.page.keyboard.press("ArrowDown")
    listed.page.keyboard.press("Enter")
    listed.wait_for("answered", "uncertain")
    listed.wait_until_announced(said + 1)
    assert len(listed.announced) > said
    expect(listed.input).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("means", ["keyboard", "mouse"])
def test_18_focus_goes_back_to_the_field(listed: Widget, means: str) -> None:
    if means == "keyboard":
        listed.page.keyboard.press("ArrowDown")
        listed.page.keyboard.press("Enter")
    else:
        listed.options.first.click()
    listed.wait_for("answered", "uncertain")
    assert listed.has_focus()
