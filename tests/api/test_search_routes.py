"""`/v1/search` over HTTP."""

import httpx
import pytest

from search.guide import Guide
from search.response import SearchResponse

LOST_CARD = "загубила картку, шо робити"


def ask(client: httpx.Client, **fields: object) -> httpx.Response:
    return client.post("/v1/search", json=fields)


def test_a_question_gets_the_right_section_with_citation_link_and_page(client: httpx.Client) -> None:
    body = ask(client, q=LOST_CARD).json()
    first = body["results"][0]
    assert first["rank"] == 1
    assert first["section"]["id"] == "1.1-3"
    assert first["section"]["citation"] == "Розділ 1, пункт 1, підпункт 1-3 «Втрата посвідки на проживання»"
    assert first["section"]["page"] == "/guide/1.1-3"
    assert first["links"][0]["url"] == ("https://www.moj.go.jp/isa/applications/procedures/nyuukokukanri10_00010.html")
    assert first["links"][0]["kind"] == "official"
    assert body["guide"] == {
        "edition": "4-те видання",
        "contents_as_of": "2021-08",
        "official_page": "https://www.moj.go.jp/isa/guidebook_all.html",
    }


def test_the_response_has_exactly_the_fields_of_the_contract(client: httpx.Client) -> None:
    body = ask(client, q="zahubyv posvidku").json()
    assert list(body) == [
        "query", "searched_for", "repairs", "outcome", "confidence", "answer", "results", "pointer", "total",
        "next_offset", "guide", "index",
    ]  # fmt: skip
    assert body["repairs"] == [{"kind": "transliteration", "from": "zahubyv posvidku", "to": "загубив посвідку"}]
    assert body["searched_for"] == "загубив посвідку"
    assert list(body["results"][0]) == ["rank", "score", "section", "excerpt", "links", "see_also"]
    assert body["total"] == 33
    assert body["next_offset"] == 5


def test_get_and_post_give_the_same_body(client: httpx.Client) -> None:
    by_get = client.get("/v1/search", params={"q": LOST_CARD, "limit": 3, "offset": 1, "repair": "false"})
    by_post = ask(client, q=LOST_CARD, limit=3, offset=1, repair=False)
    assert by_get.content == by_post.content


def test_pages_of_results_follow_each_other_without_gap_or_overlap(client: httpx.Client) -> None:
    ids, offset = [], 0
    while offset is not None:
        body = ask(client, q=LOST_CARD, limit=7, offset=offset).json()
        ids += [result["section"]["id"] for result in body["results"]]
        offset = body["next_offset"]
    assert len(ids) == len(set(ids)) == 33


def test_excerpts_are_the_published_text_at_their_span(client: httpx.Client, guide: Guide) -> None:
    response = SearchResponse.model_validate_json(ask(client, q=LOST_CARD, limit=20).content)
    for result in response.results:
        excerpt = result.excerpt
        assert guide.texts["1"][excerpt.start : excerpt.end] == excerpt.text


def test_explain_shows_all_legs_and_the_thresholds(client: httpx.Client) -> None:
    body = ask(client, q=LOST_CARD, explain=True).json()
    parts = body["results"][0]["explain"]
    assert parts["dense"] > 0
    assert parts["lexical"] > 0
    assert 0.5 < parts["asked"] <= 1
    assert body["thresholds"]["calibrated"] is True


def test_a_question_about_another_chapter_is_pointed_there(client: httpx.Client) -> None:
    body = ask(client, q="землетрус, куди евакуюватися від цунамі").json()
    assert body["outcome"] == "other_chapter"
    assert body["pointer"]["chapter"] == "10"
    assert {number["number"] for number in body["pointer"]["emergencies"]} == {"110", "119"}
    assert body["results"], "the ranking is returned whatever the outcome"


def test_a_body_seen_before_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/v1/search", params={"q": LOST_CARD})
    for tag in (first.headers["etag"], f"W/{first.headers['etag']}", f'"other", W/{first.headers["etag"]}'):
        again = client.get("/v1/search", params={"q": LOST_CARD}, headers={"If-None-Match": tag})
        assert again.status_code == 304
    assert again.content == b""


def test_stages_are_timed_in_a_header(client: httpx.Client) -> None:
    timing = ask(client, q="запитання, якого ще не ставили").headers["server-timing"]
    stages = ["normalise", "encode", "retrieve", "rank", "answer", "respond", "json"]
    assert [part.split(";")[0] for part in timing.split(", ")] == stages


@pytest.mark.parametrize(
    "question",
    [
        "😀 загубила картку 👩‍👩‍👧",
        "<script>alert(1)</script> картка",
        "'; DROP TABLE sections; --",
        "а" * 1000,
        "загубила\u0000 картку",
        "\ud800 загубила картку",
        "картка" + "\U000e0041\U000e0042",
        "ЗАГУБИЛА КАРТКУ!!!",
        "𝕜𝕒𝕣𝕥𝕜𝕒",
        "０５７０",
    ],
)
def test_odd_questions_get_a_sensible_answer(client: httpx.Client, question: str) -> None:
    import json

    body = json.dumps({"q": question}).encode()
    response = client.post("/v1/search", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 200
    assert "\u0000" not in response.json()["query"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "q: is missing"),
        ({"q": ""}, "the question is empty; expected 1 to 1000 visible characters"),
        ({"q": " \n\t "}, "the question is empty"),
        ({"q": "\U000e0041\u200b"}, "the question is empty"),
        ({"q": "а" * 1001}, "the question has 1001 characters; expected 1 to 1000"),
        ({"q": 7}, "q: "),
        ({"q": ["картка"]}, "q: "),
        ({"q": "картка", "limit": 0}, "limit: "),
        ({"q": "картка", "limit": -1}, "limit: "),
        ({"q": "картка", "limit": 1_000_000_000}, "limit: "),
        ({"q": "картка", "offset": -1}, "offset: "),
        ({"q": "картка", "repair": "perhaps"}, "repair: "),
        ({"q": "картка", "lang": "uk"}, "lang: unknown field; allowed are q, limit, offset, repair, explain"),
    ],
)
def test_bad_fields_are_refused_with_what_is_allowed(
    client: httpx.Client, fields: dict[str, object], says: str
) -> None:
    response = ask(client, **fields)
    assert response.status_code == 422
    assert says in response.json()["detail"]


def test_a_refused_question_is_not_repeated_in_the_problem(client: httpx.Client) -> None:
    assert "тaємне" not in ask(client, q="тaємне" * 200).text


def test_malformed_json_is_refused(client: httpx.Client) -> None:
    response = client.post("/v1/search", content=b"{", headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.json()["detail"] == "body: is not valid JSON"


def test_another_media_type_is_refused(client: httpx.Client) -> None:
    response = client.post("/v1/search", data={"q": "картка"})
    assert response.status_code == 415
    assert "application/json" in response.json()["detail"]
