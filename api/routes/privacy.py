"""`/privacy`: what this very server keeps, for how long, and how to turn it off."""

from fastapi import APIRouter, Request, Response

from api.engine_holder import EngineHolder
from api.templating import TEMPLATES
from search.settings import Settings

router = APIRouter(include_in_schema=False)


@router.api_route("/privacy", methods=["GET", "HEAD"])
async def privacy_page(request: Request) -> Response:
    """The page, by the settings in force; it needs no index."""
    settings: Settings = request.app.state.settings
    holder: EngineHolder = request.app.state.engines
    facts = holder.opened.build.guide.facts if holder.opened else None
    return TEMPLATES.TemplateResponse(request, "privacy.html", {"settings": settings, "facts": facts, "q": ""})
