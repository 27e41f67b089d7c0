"""`/llms.txt` (llmstxt.org) and the guide's sections as Markdown: what a language model is to know of this service."""

from fastapi import APIRouter, Request, Response

from api.dependencies import EngineDependency
from api.entity_tag import is_held
from api.markdown import section_markdown
from api.templating import TEMPLATES

router = APIRouter(include_in_schema=False)

MARKDOWN = "text/markdown; charset=utf-8"


@router.api_route("/llms.txt", methods=["GET", "HEAD"])
async def describe_to_models(request: Request, engine: EngineDependency) -> Response:
    """What is here, where, and how to cite it; made from the guide that is held."""
    guide = engine.build.guide
    context = {
        "base": str(request.base_url).rstrip("/"),
        "facts": guide.facts,
        "sections": list(guide.sections.values()),
        "mcp": request.app.state.settings.mcp,
    }
    return TEMPLATES.TemplateResponse(request, "llms.txt", context, media_type=MARKDOWN)


@router.api_route("/guide/{section_id}.md", methods=["GET", "HEAD"])
async def section_as_markdown(request: Request, section_id: str, engine: EngineDependency) -> Response:
    """A section whole, in the guide's own words."""
    guide = engine.build.guide
    text = section_markdown(guide, guide.section(section_id))
    headers = {"ETag": f'"{engine.build.manifest.build}/{section_id}.md"', "Cache-Control": "no-cache"}
    if is_held(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(text, headers=headers, media_type=MARKDOWN)
