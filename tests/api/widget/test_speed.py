"""From a key press to suggestions and to the answer in a browser, against the real server: `make screens` prints it."""

import statistics
import sys

import pytest
from playwright.sync_api import expect

from tests.api.widget.conftest import OpenWidget
from tests.api.widget.stub_api import StubApi
from tests.api.widget.widget_page import Widget

pytestmark = pytest.mark.by_hand

_ROUNDS = 25
# One letter brings no suggestions, the second does.
_STARTS = ("вт", "по", "ка", "за", "ад", "ро", "би", "ви")
# From the time stamp of the key press to the frame after the one in which what is waited for came into the document.
_WATCH = """(host) => {
  const root = host.shadowRoot;
  const input = root.querySelector("input[role=combobox]");
  window.timed = (shown) => new Promise((done) => {
    let pressed = 0;
    for (const type of ["keydown", "beforeinput"])
      input.addEventListener(type, (event) => { pressed ||= event.timeStamp; }, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (!pressed || !root.querySelector(shown)) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed)));
    });
    observer.observe(root, { subtree: true, childList: true, attributes: true });
  });
}"""


def _timed(widget: Widget, key: str, shown: str) -> float:
    widget.page.evaluate("(shown) => { window.time = window.timed(shown); }", shown)
    widget.page.keyboard.press(key) if key == "Enter" else widget.page.keyboard.type(key)
    took: float = widget.page.evaluate("window.time")
    return took


def test_from_a_key_press_to_what_it_brings(
    open_widget: OpenWidget, api: StubApi, capsys: pytest.CaptureFixture[str]
) -> None:
    widget = open_widget()
    widget.host.evaluate(_WATCH)
    suggested, answered = [], []
    for number in range(_ROUNDS):
        api.forget()
        start, key = tuple(_STARTS[number % len(_STARTS)])
        widget.input.fill(start)
        widget.input.press("Escape")
        expect(widget.options).to_have_count(0)
        suggested.append(_timed(widget, key, "li[role=option]"))
        widget.input.fill(f"загубила картку {number}, шо робити")
        answered.append(_timed(widget, "Enter", ".root[data-state=answered] .answer"))
    with capsys.disabled():
        for what, times in (("suggestions", suggested), ("answer", answered)):
            middle, longest = statistics.median(times), max(times)
            sys.stdout.write(
                f"\nkey press to {what}: p50 {middle:.0f} ms, longest {longest:.0f} ms, {len(times)} times"
            )
