"""`/v1/sections/{id}/verify` over HTTP."""

import httpx

QUOTE = "протягом 14 днів із дня втрати посвідки"


def test_an_exact_quotation(client: httpx.Client) -> None:
    body = client.get("/v1/sections/1.1-3/verify", params={"quote": QUOTE}).json()
    assert (body["match"], body["text"], body["page"]) == ("exact", QUOTE, "/guide/1.1-3")
    section = client.get("/v1/sections/1.1-3").json()
    assert section["text"][body["start"] - section["start"] : body["end"] - section["start"]] == QUOTE
    assert body["guide"]["contents_as_of"] == "2021-08"


def test_a_changed_quotation_shows_what_the_guide_says(client: httpx.Client) -> None:
    body = client.get("/v1/sections/1.1-3/verify", params={"quote": QUOTE.replace("14", "7")}).json()
    assert body["match"] == "none"
    assert body["text"] == QUOTE
    assert body["differences"] == [{"quoted": "7", "printed": "14"}]


def test_every_quote_of_an_answer_verifies(client: httpx.Client) -> None:
    answer = client.post("/v1/search", json={"q": "загубила картку, шо робити"}).json()["answer"]
    for quote in answer["quotes"]:
        found = client.get(f"/v1/sections/{quote['section_id']}/verify", params={"quote": quote["text"]}).json()
        assert found["match"] == "exact"


def test_bad_input_is_explained(client: httpx.Client) -> None:
    assert client.get("/v1/sections/9.9/verify", params={"quote": "а"}).status_code == 404
    for parameters in ({}, {"quote": ""}, {"quote": "  "}, {"quote": "а" * 4001}):
        response = client.get("/v1/sections/1.1-3/verify", params=parameters)
        assert response.status_code == 422
        assert response.headers["Content-Type"] == "application/problem+json"
        assert "quote" in response.json()["detail"]
