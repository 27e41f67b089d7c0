"""The pages of other people that the widget stands on: files in `hosts/`, served from a site that isn't the API's."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl

from tests.api.widget.local_server import Asked, Reply, listening

HOSTS = Path(__file__).parent / "hosts"
FORM = """<form action="{api}/" method="get">
        <label>Запитайте посібник: <input name="q" maxlength="1000" required></label>
        <button>Знайти</button>
      </form>"""
"""What readers without JavaScript get, as partners copy it."""

SEARCH = """<p><a id="before" href="#before">Перед пошуком</a></p>
    <dovidnyk-search {attributes}>
      {form}
    </dovidnyk-search>
    <p><a id="after" href="#after">Після пошуку</a></p>"""
"""The element between two links, for the order of focus."""

HOSTILE = sorted(file.stem for file in HOSTS.glob("*.html"))


@contextmanager
def host_pages(api: str, made: Mapping[str, str]) -> Iterator[str]:
    """Address of a server with `/NAME` for each host, and for each page that a test has made.

    `{api}` in files and headers stands for the API's origin, `{search}` and `{form}` in files for
    `SEARCH` and `FORM`.

    A page's element takes its attributes from the page's query: `/plain?lang=en&theme=dark`.
    """
    headers: dict[str, dict[str, str]] = tomllib.loads((HOSTS / "headers.toml").read_text(encoding="utf-8"))

    def page(asked: Asked) -> Reply:
        name, _, query = asked.target.lstrip("/").partition("?")
        if name in made:
            return Reply(200, {"Content-Type": "text/html; charset=utf-8"}, made[name].encode())
        if name not in HOSTILE:
            return Reply(404, {"Content-Type": "text/plain"}, b"no such host page")
        attributes = " ".join(f'{key}="{value}"' for key, value in parse_qsl(query))
        text = (
            (HOSTS / f"{name}.html")
            .read_text(encoding="utf-8")
            .replace("{search}", SEARCH)
            .replace("{form}", FORM)
            .replace("{api}", api)
            .replace("{attributes}", attributes)
        )
        sent = {key: value.replace("{api}", api) for key, value in headers.get(name, {}).items()}
        return Reply(200, {"Content-Type": "text/html; charset=utf-8", **sent}, text.encode())

    with listening(page, "localhost") as url:
        yield url
