"""How the widget is served: to any origin, new versions soon, and each version for good under its hash."""

import gzip
import hashlib
import html
import re
from base64 import b64encode
from pathlib import Path

import httpx
import pytest

from api.widget.script import make_script, strings
from api.widget.versions import WidgetVersions
from search.engine import Engine
from search.settings import Settings
from tests.api.conftest import serving

SCRIPTS = ["/widget.js", "/widget.classic.js"]


def _snippet(client: httpx.Client) -> str:
    page = client.get("/widget").text
    found = re.search(r'<code id="snippet">(.*?)</code>', page, flags=re.DOTALL)
    assert found
    return html.unescape(re.sub(r"</?span[^>]*>", "", found[1]))


@pytest.mark.parametrize("path", [*SCRIPTS, "/widget.css"])
def test_any_page_may_load_it(client: httpx.Client, path: str) -> None:
    response = client.get(path, headers={"Origin": "https://partner.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    assert response.headers["content-type"].partition(";")[0] in ("text/javascript", "text/css")
    assert "max-age=300" in response.headers["cache-control"]


@pytest.mark.parametrize("path", SCRIPTS)
def test_who_has_the_newest_is_not_sent_it_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200


def test_it_comes_compressed_where_that_is_understood(client: httpx.Client) -> None:
    plain = client.get("/widget.js", headers={"Accept-Encoding": "identity"})
    small = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == plain.content
    assert int(small.headers["content-length"]) == len(gzip.compress(plain.content, mtime=0)) <= 15_000
    assert small.headers["vary"] == "Accept-Encoding"


def test_the_snippet_names_a_version_whose_hash_is_right(client: httpx.Client) -> None:
    snippet = _snippet(client)
    address, integrity = re.findall(r'src="([^"]+)"\s+integrity="([^"]+)"', snippet)[0]
    assert 'crossorigin="anonymous"' in snippet
    script = client.get(address)
    assert integrity == f"sha384-{b64encode(hashlib.sha384(script.content).digest()).decode()}"
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["access-control-allow-origin"] == "*"
    assert script.content == client.get("/widget.js").content


def test_the_snippet_has_a_form_for_those_without_javascript(client: httpx.Client) -> None:
    assert re.search(r'<dovidnyk-search lang="uk">\s+<form action="http://[^"]+/" method="get">', _snippet(client))


def test_a_version_that_never_was_is_gone(client: httpx.Client) -> None:
    for digest in ("0" * 16, "..%2f..%2fsecret"):
        assert client.get(f"/widget/{digest}.js").status_code in (404, 410)


def test_a_version_that_was_pinned_is_still_served_after_an_update(var_folder: Path, tmp_path: Path) -> None:
    for name in ("encoders", "index"):
        (tmp_path / name).symlink_to(var_folder / name)
    (tmp_path / "widget").mkdir()
    (tmp_path / "widget" / f"{'a1' * 8}.js").write_text("// an older version", encoding="utf-8")
    with serving(Settings(var=tmp_path)) as url:
        assert httpx.get(f"{url}/widget/{'a1' * 8}.js").text == "// an older version"


def test_each_version_is_kept(engine: Engine, tmp_path: Path) -> None:
    script = WidgetVersions(tmp_path / "widget").current(engine)
    assert (tmp_path / "widget" / f"{script.digest}.js").read_bytes() == script.body
    assert WidgetVersions(tmp_path / "widget").version(script.digest) == script.body
    assert script == make_script(engine.build.guide)


def test_where_nothing_can_be_written_it_is_served_all_the_same(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "widget").write_text("not a folder", encoding="utf-8")
    versions = WidgetVersions(tmp_path / "widget")
    assert versions.version(versions.current(engine).digest) is not None


def test_the_page_offers_every_language_of_the_widget_ukrainian_first(client: httpx.Client) -> None:
    offered = re.findall(r'<option value="(\w\w)">', client.get("/widget").text)
    assert sorted(offered) == sorted(strings())
    assert offered[0] == "uk"


def test_our_pages_have_no_script_or_style_in_their_markup(client: httpx.Client) -> None:
    for path in ("/", "/widget"):
        page = client.get(path).text
        assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
        assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []
