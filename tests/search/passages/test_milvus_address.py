"""How the address of a Milvus server is written in a setting."""

import pytest

from search.passages.milvus_address import read_milvus_address


@pytest.mark.parametrize(
    ("setting", "uri", "shown"),
    [
        ("milvus+http://localhost:19530", "http://localhost:19530", "localhost:19530"),
        ("milvus+http://milvus", "http://milvus:19530", "milvus:19530"),
        (
            "milvus+https://milvus.example.org:443/guide",
            "https://milvus.example.org:443/guide",
            "milvus.example.org:443",
        ),
        ("milvus+http://[::1]:19530/", "http://[::1]:19530", "[::1]:19530"),
    ],
)
def test_an_address_is_read(setting: str, uri: str, shown: str) -> None:
    address = read_milvus_address(setting)
    assert (address.uri, address.shown) == (uri, shown)


def test_a_password_is_passed_on_and_never_shown() -> None:
    address = read_milvus_address("milvus+http://reader:secret@milvus:19530")
    assert address.uri == "http://reader:secret@milvus:19530"
    assert "secret" not in f"{address!r} {address.shown}"


@pytest.mark.parametrize(
    "setting",
    [
        "milvus",
        "milvus+http://",
        "milvus+ftp://milvus:19530",
        "http://milvus:19530",
        "milvus+http://milvus:port",
        "milvus+http://milvus:99999",
        "milvus+http://milvus:19530/here.db",
        "milvus+http://milvus:19530/a/b",
        "milvus+http://milvus:19530?alias=x",
    ],
)
def test_anything_else_is_refused_with_what_is_expected(setting: str) -> None:
    with pytest.raises(ValueError, match=r"expected milvus\+http://host:port"):
        read_milvus_address(setting)
