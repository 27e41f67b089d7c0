"""A browser, an API on another origin, and pages of other people with the widget on them."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.api.widget.host_pages import host_pages
from tests.api.widget.stub_api import StubApi, stub_api
from tests.api.widget.widget_page import QUESTIONS, TYPED, Widget, watch

OpenWidget = Callable[..., Widget]


@pytest.fixture(scope="session")
def session_api(server: str) -> Iterator[StubApi]:
    """The stub in front of the real server, with the responses to the questions of the tests."""
    with stub_api(server) as stub:
        for question in QUESTIONS:
            stub.record(question)
        yield stub


@pytest.fixture(scope="session")
def made_pages() -> dict[str, str]:
    """Further host pages by name, for a test to add its own."""
    return {}


@pytest.fixture(scope="session")
def hosts(session_api: StubApi, made_pages: dict[str, str]) -> Iterator[str]:
    """Address of the host pages."""
    with host_pages(session_api.url, made_pages) as url:
        yield url


@pytest.fixture
def api(session_api: StubApi) -> Iterator[StubApi]:
    """The stub, behaving well until the test says otherwise."""
    session_api.behave_well()
    yield session_api
    session_api.behave_well()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    context = browser.new_context(viewport={"width": 800, "height": 900}, locale="uk-UA")
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that profile."""
    return context.new_page()


@pytest.fixture
def errors(page: Page) -> list[str]:
    """Errors of scripts and of the console on the page, as they come."""
    return watch(page)


@pytest.fixture
def requested(page: Page) -> list[str]:
    """Origins that the page sends requests to, as it does."""
    origins: list[str] = []
    page.on("request", lambda request: origins.append("{0.scheme}://{0.netloc}".format(urlsplit(request.url))))
    return origins


@pytest.fixture
def open_widget(page: Page, errors: list[str], api: StubApi, hosts: str) -> OpenWidget:
    """Opens a host page by name and attributes of the element, and waits for the widget on it."""

    def opened(host: str = "plain", element: str = "dovidnyk-search", **attributes: str) -> Widget:
        query = "&".join(f"{name}={value}" for name, value in attributes.items())
        page.goto(f"{hosts}/{host}?{query}" if query else f"{hosts}/{host}")
        widget = Widget(page, element)
        widget.input.wait_for()
        return widget

    return opened


@pytest.fixture
def widget(open_widget: OpenWidget) -> Widget:
    """The widget on a plain page."""
    return open_widget()


@pytest.fixture
def listed(widget: Widget) -> Widget:
    """The widget with its list of suggestions open."""
    widget.type(TYPED)
    return widget
