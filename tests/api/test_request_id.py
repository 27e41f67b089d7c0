"""Request ids in and out."""

import httpx
import pytest


def test_a_callers_id_comes_back(client: httpx.Client) -> None:
    assert client.get("/health/live", headers={"X-Request-Id": "abc-123"}).headers["x-request-id"] == "abc-123"


@pytest.mark.parametrize("odd", ["", "a b", "x" * 65, "<script>", "a;b"])
def test_an_odd_id_is_replaced(client: httpx.Client, odd: str) -> None:
    given = client.get("/health/live", headers={"X-Request-Id": odd}).headers["x-request-id"]
    assert given != odd
    assert len(given) == 32


def test_each_request_gets_an_id_of_its_own(client: httpx.Client) -> None:
    ids = {client.get("/health/live").headers["x-request-id"] for _ in range(3)}
    assert len(ids) == 3
