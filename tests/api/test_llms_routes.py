"""`/llms.txt` and sections as Markdown, over HTTP."""

import re

import httpx

from search.guide import Guide


def test_llms_txt_has_the_form_and_every_link_works(client: httpx.Client) -> None:
    response = client.get("/llms.txt")
    assert response.headers["Content-Type"].startswith("text/markdown")
    lines = response.text.splitlines()
    assert lines[0] == "# Довідник (Dovidnyk)"
    assert lines[2].startswith("> ")
    links = re.findall(r"\]\((http[^)]+)\)", response.text)
    assert len(links) > 60
    for link in links:
        assert client.get(link).is_success, link


def test_llms_txt_is_made_from_the_guide_that_is_held(client: httpx.Client, guide: Guide) -> None:
    text = client.get("/llms.txt", headers={"Host": "guide.example.org"}).text
    assert f"contents as of {guide.facts.contents_as_of}" in text
    for section in guide.sections.values():
        assert f"- [{section.citation}](http://guide.example.org/guide/{section.id}): " in text


def test_a_section_as_markdown_keeps_the_words(client: httpx.Client, guide: Guide) -> None:
    for section in guide.sections.values():
        response = client.get(f"/guide/{section.id}.md")
        assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
        assert response.text.startswith(f"# {section.number} {section.title}\n\n- Цитування: {section.citation}\n")
        printed = re.findall(r"\w+", guide.quote(section.chapter, section.subtree))
        assert set(printed) - set(re.findall(r"\w+", response.text)) == set()


def test_a_browser_asks_whether_the_markdown_holds(client: httpx.Client) -> None:
    first = client.get("/guide/1.1-3.md")
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/guide/1.1-3.md", headers=known).status_code == 304
    assert client.get("/guide/1.1-4.md", headers=known).status_code == 200


def test_an_unknown_section_is_a_problem(client: httpx.Client) -> None:
    response = client.get("/guide/9.9.md")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "ids look like" in response.json()["detail"]
