"""`/v1/sections` and `/v1/guide` over HTTP."""

import httpx

from search.guide import Guide


def ids(nodes: list[dict[str, object]]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        children = node["children"]
        assert isinstance(children, list)
        found += [str(node["id"]), *ids(children)]
    return found


def test_the_tree_holds_every_section_in_order(client: httpx.Client, guide: Guide) -> None:
    body = client.get("/v1/sections").json()
    assert ids(body["sections"]) == list(guide.sections)
    assert [child["id"] for child in body["sections"][0]["children"]] == [f"1.{point}" for point in range(1, 8)]


def test_a_section_comes_whole(client: httpx.Client, guide: Guide) -> None:
    body = client.get("/v1/sections/1.2-4").json()
    assert body["text"] == guide.texts["1"][body["start"] : body["end"]]
    assert [step["id"] for step in body["trail"]] == ["1", "1.2"]
    assert body["previous"]["id"] == "1.2-3"
    assert body["next"]["id"] == "1.2-5"
    assert [link["kind"] for link in body["links"]] == ["official", "official"]
    (reference,) = body["references"]
    assert reference["citation"] == "Розділ 4, пункт 2, підпункт 2-1 «Свідоцтво про народження»"
    assert reference["section_id"] is None
    assert guide.texts["1"][reference["start"] : reference["end"]].startswith("Розділ 4")


def test_every_section_of_the_tree_can_be_read(client: httpx.Client, guide: Guide) -> None:
    texts = [client.get(f"/v1/sections/{section}").json()["text"] for section in guide.sections]
    assert "".join(texts) == guide.texts["1"]


def test_contacts_are_records(client: httpx.Client) -> None:
    contacts = client.get("/v1/sections/1.6").json()["contacts"]
    assert len(contacts) == 20
    yotsuya = next(contact for contact in contacts if "Йоцую" in contact["office"])
    assert [department["office"] for department in yotsuya["departments"]] == [
        "Департамент реєстрації",
        "Департамент обробки інформації",
    ]


def test_the_first_and_the_last_section_have_one_neighbour(client: httpx.Client) -> None:
    assert client.get("/v1/sections/1").json()["previous"] is None
    assert client.get("/v1/sections/1.7-2").json()["next"] is None


def test_the_guide_names_edition_chapters_files_build_and_encoder(client: httpx.Client) -> None:
    body = client.get("/v1/guide").json()
    assert body["edition"] == "4-те видання"
    assert [chapter["number"] for chapter in body["held"]] == ["1"]
    assert body["held"][0]["title"] == "Процедура в'їзду / проживання"
    assert [chapter["number"] for chapter in body["absent"]] == [str(number) for number in range(2, 13)]
    assert all(chapter["title"] is None for chapter in body["absent"]), "only known titles are shown as the guide's"
    assert len(body["files"]["rozdil-01.txt"]) == 64
    assert body["encoder"].startswith("multilingual-e5-small@")
    counts = {name: count for name, count in body["counts"].items() if name != "chunks"}
    assert counts == {"chapters": 1, "sections": 33, "links": 22, "references": 12, "contacts": 20}


def test_openapi_shows_ukrainian_examples_and_the_problem_shape(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    search = document["paths"]["/v1/search"]
    assert "загубила картку" in str(search)
    assert "application/problem+json" in str(search["post"]["responses"])


def test_the_docs_page_names_every_operation(client: httpx.Client) -> None:
    page = client.get("/docs").text
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page
