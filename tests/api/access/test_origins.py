"""Origins as browsers write them, and who counts as a page of our own."""

import pytest

from api.access.origins import OriginError, is_own_page, parse_origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://WWW.Example.ORG/", "https://www.example.org"),
        ("https://example.org:443", "https://example.org"),
        ("http://localhost:5173", "http://localhost:5173"),
        ("http://example.org:443", "http://example.org:443"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://довідка.укр", "https://xn--80adfb4av3o.xn--j1amh"),
    ],
)
def test_an_origin_takes_the_form_of_browsers(text: str, origin: str) -> None:
    assert parse_origin(text) == origin
    assert parse_origin(origin) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "*",
        "example.org",
        "https://",
        "https://*.example.org",
        "https://example.org/page",
        "https://example.org?q",
        "https://user@example.org",
        "https://example.org:99999",
        "https://example.org:x",
        "ftp://example.org",
        "file:///tmp",
        "https://exa mple.org",
        "https://a..b",
    ],
)
def test_what_is_no_origin_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(OriginError, match=r"expected scheme, host .*https://example\.org"):
        parse_origin(text)


@pytest.mark.parametrize(
    ("site", "origin", "host", "own"),
    [
        ("same-origin", None, "guide.example", True),
        ("same-origin", "https://guide.example", "guide.example", True),
        ("same-site", "https://guide.example", "guide.example", False),
        ("cross-site", None, "guide.example", False),
        ("none", None, "guide.example", False),
        (None, "https://guide.example", "guide.example", True),
        (None, "http://guide.example:8000", "guide.example:8000", True),
        (None, "https://guide.example:8443", "guide.example", False),
        (None, "https://elsewhere.example", "guide.example", False),
        (None, "null", "null", False),
        (None, "null", "", False),
        (None, None, "guide.example", False),
        (None, "https://guide.example", None, False),
    ],
)
def test_a_page_of_our_own_is_known_by_what_browsers_say(
    site: str | None, origin: str | None, host: str | None, own: bool
) -> None:
    assert is_own_page(site, origin, host) is own
