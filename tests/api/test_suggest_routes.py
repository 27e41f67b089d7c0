"""`/v1/suggest` and what browsers take it up by, over HTTP."""

from xml.etree import ElementTree

import httpx
import pytest

_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_suggestions_have_text_kind_section_and_ranges(client: httpx.Client) -> None:
    body = client.get("/v1/suggest", params={"q": "загуб", "limit": 1}).json()
    assert body["suggestions"] == [
        {
            "text": "Що робити, якщо загубилася картка резидента?",
            "kind": "question",
            "section_id": "1.1-3",
            "highlights": [[16, 21]],
        }
    ]
    assert body["index"] == client.get("/v1/guide").json()["index"]


def test_post_gives_the_same_and_keeps_nothing(client: httpx.Client) -> None:
    typed: dict[str, str | int] = {"q": "pfue,", "limit": 3}
    response = client.post("/v1/suggest", json=typed)
    assert response.json() == client.get("/v1/suggest", params=typed).json()
    assert response.headers["Cache-Control"] == "no-store"
    assert client.post("/v1/suggest", content=b'{"q": ""}').status_code == 415


def test_nothing_typed_gives_starters(client: httpx.Client) -> None:
    starters = client.get("/v1/suggest").json()["suggestions"]
    assert len(starters) == 8
    assert client.get("/v1/suggest", params={"q": " "}).json()["suggestions"] == starters


@pytest.mark.parametrize("path", ["/v1/suggest", "/v1/suggest/opensearch"])
def test_a_browser_keeps_the_answer_and_asks_whether_it_holds(client: httpx.Client, path: str) -> None:
    first = client.get(path, params={"q": "віза"})
    assert first.headers["Cache-Control"] == "private, max-age=300"
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(path, params={"q": "віза"}, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, params={"q": "візи"}, headers=known).status_code == 200


def test_bad_input_is_explained(client: httpx.Client) -> None:
    cases: tuple[tuple[dict[str, str | int], str], ...] = (
        ({"q": "а" * 1001}, "q"),
        ({"q": "а", "limit": 0}, "limit"),
        ({"q": "а", "limit": 9}, "limit"),
        ({"query": "а"}, "allowed are q, limit"),
    )
    for parameters, says in cases:
        response = client.get("/v1/suggest", params=parameters)
        assert response.status_code == 422
        assert response.headers["Content-Type"] == "application/problem+json"
        assert says in response.json()["detail"]


def test_a_browser_is_suggested_texts(client: httpx.Client) -> None:
    response = client.get("/v1/suggest/opensearch", params={"q": "осака"})
    assert response.headers["Content-Type"].startswith("application/x-suggestions+json")
    typed, texts = response.json()
    assert typed == "осака"
    assert "Яка адреса імміграційного бюро в Осаці?" in texts
    assert all(text.endswith("?") for text in texts), "what a browser is given it can only search for"


def test_every_page_names_a_search_description_whose_addresses_work(client: httpx.Client, server: str) -> None:
    page = client.get("/guide/1.1-3").text
    assert '<link rel="search" href="/opensearch.xml" type="application/opensearchdescription+xml"' in page
    response = client.get("/opensearch.xml")
    assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    description = ElementTree.fromstring(response.content)
    assert description.findtext(f"{_OPENSEARCH}ShortName") == "Довідник"
    templates = {url.get("type"): url.get("template", "") for url in description.iter(f"{_OPENSEARCH}Url")}
    assert all(template.startswith(server) for template in templates.values())
    found = httpx.get(templates["text/html"].replace("{searchTerms}", "загубила картку"))
    assert "Втрата посвідки на проживання" in found.text
    suggested = httpx.get(templates["application/x-suggestions+json"].replace("{searchTerms}", "загуб"))
    assert suggested.json()[0] == "загуб"


def test_addresses_follow_the_host_that_was_asked(client: httpx.Client) -> None:
    described = client.get("/opensearch.xml", headers={"Host": "guide.example.org"}).text
    assert 'template="http://guide.example.org/?q={searchTerms}"' in described
    hostile = client.get("/opensearch.xml", headers={"Host": 'a"><b'})
    assert hostile.status_code == 400
