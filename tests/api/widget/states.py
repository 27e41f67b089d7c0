"""How to bring the widget into each of its states."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from playwright.sync_api import expect

from tests.api.widget.stub_api import StubApi
from tests.api.widget.widget_page import ANSWERED, NO_MATCH, OTHER_CHAPTER, TYPED, UNCERTAIN, Widget

STATES = (
    "idle",
    "typing",
    "searching",
    "slow",
    "answered",
    "uncertain",
    "other_chapter",
    "no_match",
    "failed",
    "offline",
)

# "Searching" turns into "slow" after 300 ms: here, only once the page is told so.
STAYS_SEARCHING = """{
  const { setTimeout } = window;
  window.setTimeout = (run, delay, ...rest) => {
    if (delay === 300) window.becomeSlow = run;
    else return setTimeout(run, delay, ...rest);
  };
}"""

_QUESTIONS = {
    "answered": ANSWERED,
    "uncertain": UNCERTAIN,
    "other_chapter": OTHER_CHAPTER,
    "no_match": NO_MATCH,
}


@contextmanager
def in_state(widget: Widget, api: StubApi, state: str) -> Iterator[None]:
    """The widget in this state for as long as the block lasts; it was idle before, or had another answer."""
    with _ENTER.get(state, _answered)(widget, api, state):
        expect(widget.root).to_have_attribute("data-state", state)
        yield


@contextmanager
def _idle(widget: Widget, api: StubApi, state: str) -> Iterator[None]:
    yield


@contextmanager
def _typing(widget: Widget, api: StubApi, state: str) -> Iterator[None]:
    widget.type(TYPED)
    widget.page.keyboard.press("ArrowDown")
    yield


@contextmanager
def _waiting(widget: Widget, api: StubApi, state: str) -> Iterator[None]:
    with api.holding("/v1/search"):
        widget.ask("телефон імміграційного бюро в Осаці", "searching", "slow")
        if state == "slow":
            widget.page.evaluate("window.becomeSlow?.()")
            widget.wait_for("slow")
        yield


@contextmanager
def _answered(widget: Widget, api: StubApi, state: str) -> Iterator[None]:
    widget.ask(_QUESTIONS[state], state)
    yield


@contextmanager
def _failed(widget: Widget, api: StubApi, state: str) -> Iterator[None]:
    api.fail("/v1/search", 500)
    widget.ask("куди йти, якщо загубив паспорт", state)
    yield


@contextmanager
def _offline(widget: Widget, api: StubApi, state: str) -> Iterator[None]:
    widget.page.context.set_offline(True)
    widget.ask("куди йти, якщо змінив адресу", state)
    try:
        yield
    finally:
        widget.page.context.set_offline(False)


_ENTER: dict[str, Callable[[Widget, StubApi, str], AbstractContextManager[None]]] = {
    "idle": _idle,
    "typing": _typing,
    "searching": _waiting,
    "slow": _waiting,
    "failed": _failed,
    "offline": _offline,
}
