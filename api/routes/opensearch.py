"""`/opensearch.xml`: the description by which a browser takes the guide up as a search engine."""

from fastapi import APIRouter, Request, Response

from api.dependencies import EngineDependency
from api.templating import TEMPLATES

router = APIRouter(include_in_schema=False)

OPENSEARCH_DESCRIPTION = "application/opensearchdescription+xml"


@router.api_route("/opensearch.xml", methods=["GET", "HEAD"])
async def describe_search(request: Request, engine: EngineDependency) -> Response:
    """The addresses are those that the request came to."""
    context = {"base": str(request.base_url).rstrip("/"), "facts": engine.build.guide.facts}
    return TEMPLATES.TemplateResponse(request, "opensearch.xml", context, media_type=OPENSEARCH_DESCRIPTION)
