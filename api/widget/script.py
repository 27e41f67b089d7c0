"""The widget as one file: its parts in order, with style, strings and the guide's contacts as data.

The parts are ES modules that import one another; put together they need no module system, so their `import` lines and
`export` words go, and with them doc comments and needless space. No tool but this is needed: the parts end every
statement with a semicolon, divide nothing, and have no `//` comments.
"""

import gzip
import hashlib
import json
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from search.guide import Guide
from search.response_parts import guide_stamp, help_desk_quote

Kind = Literal["module", "classic"]

_FOLDER = Path(__file__).parent
_PARTS = ("dom", "text", "client", "announcer", "suggestions", "response_view", "element")
_ORIGINS: dict[Kind, str] = {"module": "import.meta.url", "classic": "document.currentScript.src"}
_JS_DROPPED = re.compile(r"^import [^\n]*\n|^export |/\*\*.*?\*/", re.MULTILINE | re.DOTALL)
_JS_LITERAL_OR_SPACE = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|/(?:\\.|\[[^\]\n]*\]|[^/\\\n])+/[a-z]*)"""
    r"""|\s*([{}()\[\],;:=?&|<>])\s*|\s+"""
)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Script:
    """A script as served; `digest` names the version, `integrity` is its value for the attribute of that name."""

    body: bytes
    digest: str
    integrity: str


def make_script(guide: Guide, kind: Kind = "module") -> Script:
    """The widget with the contacts of this guide: for `<script type="module">` and `import`, or for a plain script."""
    code = "\n".join(
        [
            f"const ORIGIN = new URL({_ORIGINS[kind]}).origin;",
            f"const CSS = {_json(style())};",
            f"const GUIDE = {_json(_guide_data(guide))};",
            f"const STRINGS = {_strings_code()};",
            _code(),
        ]
    )
    text = f"{code}\nexport {{ DovidnykSearch }};\n" if kind == "module" else f"(() => {{\n{code}\n}})();\n"
    body = text.encode()
    return Script(
        body=body,
        digest=hashlib.sha256(body).hexdigest()[:16],
        integrity=f"sha384-{b64encode(hashlib.sha384(body).digest()).decode()}",
    )


@lru_cache(maxsize=8)
def compressed(body: bytes) -> bytes:
    """A script as gzip, the same bytes each time."""
    return gzip.compress(body, mtime=0)


@cache
def strings() -> dict[str, dict[str, Any]]:
    """The interface's words by language; what has forms by number has them by the categories of `Intl.PluralRules`."""
    files = sorted((_FOLDER / "strings").glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


@cache
def style() -> str:
    """The widget's stylesheet, without comments and needless space."""
    text = _CSS_COMMENT.sub("", (_FOLDER / "source" / "element.css").read_text(encoding="utf-8"))
    return re.sub(r"\s*([{};,])\s*|\s+", lambda found: found[1] or " ", text).strip()


def _strings_code() -> str:
    """An expression for the strings that names each key once, not once a language."""
    keys = list(strings()["uk"])
    words = {language: [of[key] for key in keys] for language, of in strings().items()}
    return (
        "((keys, all) => { for (const language of Object.keys(all)) "
        "all[language] = Object.fromEntries(all[language].map((words, at) => [keys[at], words])); return all; })"
        f"({_json(keys)},{_json(words)})"
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _guide_data(guide: Guide) -> dict[str, Any]:
    """What a reader needs where the service can't be reached."""
    desk = help_desk_quote(guide)
    return {
        "name": guide.facts.name,
        "page": guide_stamp(guide.facts).official_page,
        "desk": {"text": desk.text} if desk else None,
    }


@cache
def _code() -> str:
    parts = [(_FOLDER / "source" / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS]
    text = _JS_DROPPED.sub("", "\n".join(parts))
    return _JS_LITERAL_OR_SPACE.sub(lambda found: found[1] or found[2] or " ", text).strip()
