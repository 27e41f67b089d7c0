"""Keys: made, read, compared."""

import re

import pytest

from api.access.keys import Kind, is_same_key, make_key, parse_key


@pytest.mark.parametrize(("kind", "prefix"), [(Kind.BROWSER, "pub"), (Kind.SERVER, "srv"), (Kind.ADMIN, "adm")])
def test_a_key_shows_its_kind_and_id(kind: Kind, prefix: str) -> None:
    key = make_key(kind)
    assert re.fullmatch(rf"dvd_{prefix}_{key.id}_[\w-]{{43}}", key.text)
    presented = parse_key(key.text)
    assert presented is not None
    assert (presented.kind, presented.id) == (kind, key.id)
    assert is_same_key(presented, key.digest)


def test_each_key_is_another() -> None:
    assert len({make_key(Kind.SERVER).text for _ in range(100)}) == 100


def test_a_key_with_the_id_of_another_is_not_that_one() -> None:
    key, other = make_key(Kind.SERVER), make_key(Kind.SERVER)
    forged = parse_key(other.text.replace(other.id, key.id))
    assert forged is not None
    assert not is_same_key(forged, key.digest)
    assert not is_same_key(forged, None)


@pytest.mark.parametrize("change", ["", " ", "x", "\n", "é"])
def test_what_is_not_a_key_is_none(change: str) -> None:
    text = make_key(Kind.BROWSER).text
    assert parse_key(text[:-1] + change) is None or change == "x"
    assert parse_key(text + change) is None or not change
    assert parse_key(text.replace("pub", "root")) is None
