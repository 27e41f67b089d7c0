"""The widget on a page, as tests use it: where its parts are, what it announces, and what it leaves behind."""

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

_RECORDER = (Path(__file__).parent / "recorder.js").read_text(encoding="utf-8")

ANSWERED = "загубила картку, шо робити"
UNCERTAIN = "де взяти бланк"
OTHER_CHAPTER = "землетрус"
NO_MATCH = "рецепт борщу"
REPAIRED = "pfue,bkf rfhnre"
QUESTIONS = (ANSWERED, UNCERTAIN, OTHER_CHAPTER, NO_MATCH, REPAIRED)
TYPED = "втра"


class Widget:
    """One `<dovidnyk-search>` on a page; its parts by the selectors that the widget keeps stable."""

    def __init__(self, page: Page, element: str = "dovidnyk-search") -> None:
        self.page = page
        self.host = page.locator(element)
        self.root = self.host.locator(".root")
        self.input = self.host.locator("input[role=combobox]")
        self.submit = self.root.locator("button[type=submit]").first
        self.listbox = self.host.locator("ul[role=listbox]")
        self.options = self.host.locator("li[role=option]")
        self.answer = self.root.locator(".answer")
        self.results = self.root.locator(".results > li")

    def type(self, text: str, options: bool = True) -> None:
        """Type key by key, and wait for the list of suggestions unless told not to."""
        self.input.focus()
        self.input.press_sequentially(text)
        if options:
            expect(self.options.first).to_be_visible()

    def ask(self, question: str, *states: str) -> None:
        """Put the question in, press Enter, and wait for one of the states."""
        self.input.fill(question)
        self.input.press("Enter")
        self.wait_for(*(states or ("answered", "uncertain", "other_chapter", "no_match")))

    def wait_for(self, *states: str) -> None:
        """Wait until the widget is in one of the states."""
        selector = ", ".join(f"[data-state={state}]" for state in states)
        self.host.locator(".root").and_(self.page.locator(selector)).wait_for()

    @property
    def state(self) -> str:
        """The state it is in."""
        return self.root.get_attribute("data-state") or ""

    @property
    def announced(self) -> list[str]:
        """What its live regions have said so far, in order."""
        said: list[str] = self.host.evaluate("(host) => window.__announced.get(host) ?? []")
        return said

    def wait_until_announced(self, number: int) -> None:
        """Wait until this many announcements were made, or a time that is long enough for them has passed."""
        deadline = time.monotonic() + 3
        while len(self.announced) < number and time.monotonic() < deadline:
            self.page.wait_for_timeout(20)

    @property
    def active_option(self) -> Locator | None:
        """The option that the input's `aria-activedescendant` names."""
        name = self.input.get_attribute("aria-activedescendant")
        return self.host.locator(f"[id='{name}']") if name else None

    def has_focus(self, part: str = "input[role=combobox]") -> bool:
        """Whether focus is on this part of the widget."""
        found: bool = self.host.evaluate("(host, part) => host.shadowRoot.activeElement?.matches(part) ?? false", part)
        return found

    def focused(self) -> dict[str, Any]:
        """What has focus, however deep: `tag`, `text`, and whether it is in the widget."""
        focused: dict[str, Any] = self.page.evaluate("window.__focused()")
        return focused


def watch(page: Page) -> list[str]:
    """Record announcements, traces and errors of a page from its first script on; gives the list of errors."""
    errors: list[str] = []
    page.add_init_script(_RECORDER)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    return errors


def traces(page: Page) -> dict[str, Any]:
    """What scripts have left on the page outside the widget; empty if nothing."""
    left: dict[str, Any] = page.evaluate("window.__traces()")
    return left


def paint(widget: Widget, theme: str) -> None:
    """The theme, and a page of the same brightness under it, as a partner would have it."""
    widget.page.emulate_media(reduced_motion="reduce")
    widget.host.evaluate(
        """(host, theme) => {
             host.setAttribute("theme", theme);
             const [ground, text, link] = theme === "dark" ? ["#111", "#eee", "#9cf"] : ["#fff", "#111", "#00c"];
             document.body.style.cssText = `background: ${ground}; color: ${text}`;
             for (const each of document.links) each.style.color = link;
           }""",
        theme,
    )
