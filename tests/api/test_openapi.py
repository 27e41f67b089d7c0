"""The OpenAPI document says what the service takes and gives: neither more nor less."""

from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.errors import QuestionError
from search.normalise import VISIBLE, normalise_question


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    found = client.get("/openapi.json").json()
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/search", {"q": "картка", "explain": 0}),
        ("/v1/search", {"q": "картка", "repair": "true"}),
        ("/v1/search", {"q": "картка", "limit": "5"}),
        ("/v1/search", {"q": "картка", "offset": True}),
        ("/v1/suggest", {"q": "картка", "limit": "5"}),
        ("/v1/feedback", {"request_id": "r1", "helped": "yes"}),
        ("/v1/feedback", {"request_id": "r1", "helped": True, "rank": "1"}),
        ("/v1/feedback", {"request_id": "r1", "helped": True, "rank": 0}),
    ],
)
def test_a_field_of_another_type_than_the_document_says_is_refused(
    client: httpx.Client, path: str, body: dict[str, object]
) -> None:
    assert client.post(path, json=body).status_code == 422


def test_a_whole_number_may_be_written_as_json_writes_it(client: httpx.Client) -> None:
    assert len(client.post("/v1/search", json={"q": "картка", "limit": 2.0}).json()["results"]) == 2
    assert client.post("/v1/search", json={"q": "картка", "limit": 2.5}).status_code == 422


def test_a_query_is_text_and_read_as_what_it_means(client: httpx.Client) -> None:
    found = client.get("/v1/search", params={"q": "картка", "limit": "2", "explain": "1"}).json()
    assert len(found["results"]) == 2
    assert found["results"][0]["explain"]


def test_bounds_of_a_rank_stand_in_the_document(document: dict[str, Any]) -> None:
    rank = document["components"]["schemas"]["FeedbackRequest"]["properties"]["rank"]
    assert {"type": "integer", "minimum": 1, "maximum": 1000} in rank["anyOf"]


@given(st.text(max_size=5))
@example("\U000ac440")
@example("\u00ad\ue000")
@example("\u3164")
def test_the_documents_pattern_for_a_question_is_what_the_service_takes(question: str) -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    try:
        normalise_question(question)
    except QuestionError:
        assert not jsonschema_rs.is_valid({"pattern": VISIBLE}, question)


def test_suggestions_for_browsers_are_described_as_they_come(client: httpx.Client, document: dict[str, Any]) -> None:
    described = document["paths"]["/v1/suggest/opensearch"]["get"]["responses"]["200"]["content"]
    response = client.get("/v1/suggest/opensearch", params={"q": "загуб"})
    assert response.headers["content-type"].partition(";")[0] in described
    assert described["application/x-suggestions+json"]["schema"]["type"] == "array"


def test_every_response_is_described_with_the_id_that_it_has(client: httpx.Client, document: dict[str, Any]) -> None:
    for operations in document["paths"].values():
        for operation in operations.values():
            assert all(response["headers"]["X-Request-Id"]["required"] for response in operation["responses"].values())
    assert client.get("/v1/nowhere").headers["X-Request-Id"]


def test_a_sections_id_has_examples_that_are_there(client: httpx.Client, document: dict[str, Any]) -> None:
    (parameter,) = document["paths"]["/v1/sections/{section_id}"]["get"]["parameters"]
    examples = parameter["schema"].get("examples", []) or list(parameter["examples"].values())
    assert examples
    for name in examples:
        assert client.get(f"/v1/sections/{name}").status_code == 200
