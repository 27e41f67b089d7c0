"""The search box for other sites: its script, each version at an address of its own, and the page that explains it."""

from fastapi import APIRouter, HTTPException, Request, Response

from api.dependencies import EngineDependency
from api.entity_tag import is_held
from api.templating import TEMPLATES
from api.widget.script import Kind, compressed, style
from api.widget.versions import WidgetVersions

router = APIRouter(include_in_schema=False)

_READABLE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_SHORT = "public, max-age=300, stale-while-revalidate=86400"
_FOR_GOOD = "public, max-age=31536000, immutable"
_LANGUAGES = {"uk": "українська", "en": "English", "ja": "日本語", "ru": "русский"}
_JAVASCRIPT = "text/javascript; charset=utf-8"


@router.api_route("/widget.js", methods=["GET", "HEAD"])
def widget_module(request: Request, engine: EngineDependency) -> Response:
    """The newest version, as an ES module."""
    return _newest(request, engine, "module")


@router.api_route("/widget.classic.js", methods=["GET", "HEAD"])
def widget_classic(request: Request, engine: EngineDependency) -> Response:
    """The newest version, as a plain script."""
    return _newest(request, engine, "classic")


@router.api_route("/widget/{digest}.js", methods=["GET", "HEAD"])
def widget_version(request: Request, digest: str, engine: EngineDependency) -> Response:
    """One version, for good: a page can name it with its hash."""
    versions: WidgetVersions = request.app.state.widgets
    for kind in ("module", "classic"):
        versions.current(engine, kind)
    body = versions.version(digest)
    if body is None:
        raise HTTPException(410, "this version of the widget isn't kept here; /widget names the newest")
    return _javascript(request, body, {"Cache-Control": _FOR_GOOD})


@router.api_route("/widget.css", methods=["GET", "HEAD"])
def widget_style() -> Response:
    """The style, for browsers without constructed stylesheets."""
    return Response(style(), headers={**_READABLE, "Cache-Control": _SHORT}, media_type="text/css")


@router.api_route("/widget", methods=["GET", "HEAD"])
def widget_page(request: Request, engine: EngineDependency) -> Response:
    """How to put the search box on a page: the snippet, and what it looks like."""
    versions: WidgetVersions = request.app.state.widgets
    facts = engine.build.guide.facts
    context = {
        "facts": facts,
        "origin": f"{request.url.scheme}://{request.url.netloc}",
        "script": versions.current(engine),
        "languages": _LANGUAGES,
    }
    return TEMPLATES.TemplateResponse(request, "widget.html", context)


def _newest(request: Request, engine: EngineDependency, kind: Kind) -> Response:
    versions: WidgetVersions = request.app.state.widgets
    script = versions.current(engine, kind)
    headers = {"Cache-Control": _SHORT, "ETag": f'W/"{script.digest}"'}
    if is_held(request, headers["ETag"]):
        return Response(status_code=304, headers={**_READABLE, **headers})
    return _javascript(request, script.body, headers)


def _javascript(request: Request, body: bytes, headers: dict[str, str]) -> Response:
    """A script that any page may load, compressed where the browser takes that."""
    headers = {**_READABLE, "Vary": "Accept-Encoding", **headers}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = compressed(body), "gzip"
    return Response(body, headers=headers, media_type=_JAVASCRIPT)
