"""The OpenAPI document names the keys."""

import httpx
import pytest

OPEN: list[dict[str, list[str]]] = []
KEY: list[dict[str, list[str]]] = [{"browserKey": []}, {"serverKey": []}]


@pytest.mark.parametrize(
    ("path", "method", "security"),
    [
        ("/v1/search", "get", KEY),
        ("/v1/search", "post", KEY),
        ("/v1/sections/{section_id}/verify", "get", KEY),
        ("/v1/feedback", "post", KEY),
        ("/v1/guide", "get", OPEN),
        ("/health/ready", "get", OPEN),
    ],
)
def test_an_operation_names_the_keys_it_takes(
    client: httpx.Client, path: str, method: str, security: list[dict[str, list[str]]]
) -> None:
    document = client.get("/openapi.json").json()
    assert document["paths"][path][method]["security"] == security
    assert set(document["components"]["securitySchemes"]) == {"browserKey", "serverKey", "adminKey"}
    assert document["components"]["securitySchemes"]["browserKey"]["name"] == "X-Dovidnyk-Key"
