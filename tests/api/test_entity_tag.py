import pytest
from fastapi import Request

from api.entity_tag import entity_tag, is_held


def _request(named: str) -> Request:
    return Request({"type": "http", "headers": [(b"if-none-match", named.encode())]})


@pytest.mark.parametrize("named", ['"a"', 'W/"a"', '"b", "a"', '"b",W/"a"'])
@pytest.mark.parametrize("tag", ['"a"', 'W/"a"'])
def test_a_named_tag_is_held_weak_or_not(named: str, tag: str) -> None:
    assert is_held(_request(named), tag)


@pytest.mark.parametrize("named", ["", '"b"', "a", '"aa"'])
def test_another_is_not(named: str) -> None:
    assert not is_held(_request(named), '"a"')


def test_a_tag_tells_keys_apart_and_takes_any_text() -> None:
    assert entity_tag(("build", "q", 1)) == entity_tag(("build", "q", 1)) != entity_tag(("build", "q", 2))
    assert entity_tag(("\ud800",)).strip('"').isalnum()
