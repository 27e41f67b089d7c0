"""The MCP server: the guide's tools and resources over an engine, whatever the transport."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from api.agents.results import GuideSearched, QuoteVerified, SectionRead, read, searched, verified
from api.markdown import section_markdown
from api.routes.verify import MAX_QUOTE
from api.search_threads import SearchThreads
from search.engine import Engine, SearchOptions
from search.errors import DovidnykError, SectionNotFoundError
from search.normalise import MAX_QUESTION
from search.verify import verify_quote as find_quote

INSTRUCTIONS = """
The Ukrainian edition of Japan's official Guidebook on Living and Working (生活・就労ガイドブック), for questions about
living in Japan as a foreigner: residence cards and statuses, stays, re-entry, refugees, deportation, offices.

Search before you answer. Quote the guide exactly as the tools give it, in Ukrainian (translate beside the quotation,
not instead of it), cite the section with its citation and official link, and say how old the contents are. When the
outcome is not `answered`, say that the guide has no answer and pass on where to ask; do not fill in from memory. Check
every quotation that you shorten or retype with verify_quote. This service is not official; the official page decides.
""".strip()

_READS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_SECTIONS_SHOWN = 3

SectionId = Annotated[str, Field(description="id of a section, such as 1.1-3; search_guide gives it", max_length=40)]


def make_server(engine: Callable[[], Engine], threads: SearchThreads) -> MCPServer[Any]:
    """A server over what `engine` gives at each call, searching on these threads."""
    with _own_logging_kept():
        server: MCPServer[Any] = MCPServer(
            "dovidnyk", title="Довідник", instructions=INSTRUCTIONS, version=version("dovidnyk"), subscriptions=False
        )
    _add_tools(server, engine, threads)
    _add_resources(server, engine)
    return server


def _add_tools(server: MCPServer[Any], engine: Callable[[], Engine], threads: SearchThreads) -> None:
    @server.tool(
        title="Search the guide",
        annotations=_READS_ONLY,
        description="Ask the guide a question. Gives the guide's own sentences with citation and official link, or "
        "says that it has no answer and where to turn. Reply with the quotes word for word, and follow `what_to_say`.",
    )
    async def search_guide(
        question: Annotated[
            str,
            Field(
                description="the question as the person put it, best in Ukrainian; typos, transliteration and a wrong "
                "keyboard layout are repaired",
                min_length=1,
                max_length=MAX_QUESTION,
            ),
        ],
    ) -> GuideSearched:
        def search() -> GuideSearched:
            opened = engine()
            return searched(opened.build.guide, opened.search(question, SearchOptions(limit=_SECTIONS_SHOWN)))

        with _failures_told():
            return await threads.run(search)

    @server.tool(
        title="Read a section",
        annotations=_READS_ONLY,
        description="Read a section of the guide whole, verbatim, with its links, subsections and cross-references. "
        "Use it when search_guide is uncertain, or when more than its quotes is needed.",
    )
    async def read_section(section_id: SectionId) -> SectionRead:
        def look_up() -> SectionRead:
            guide = engine().build.guide
            return read(guide, guide.section(section_id))

        with _failures_told():
            return await threads.run(look_up)

    @server.tool(
        title="Verify a quotation",
        annotations=_READS_ONLY,
        description="Check that a quotation stands in a section or under it, before you show it. "
        "Where it doesn't, show `printed` instead.",
    )
    async def verify_quote(
        section_id: SectionId,
        quote: Annotated[
            str,
            Field(description="the words to look for, as you mean to show them", min_length=1, max_length=MAX_QUOTE),
        ],
    ) -> QuoteVerified:
        if not quote.strip():
            raise ToolError("quote: nothing visible in it; expected words of the guide")

        def compare() -> QuoteVerified:
            guide = engine().build.guide
            return verified(guide, find_quote(guide, guide.section(section_id), quote))

        with _failures_told():
            return await threads.run(compare)


def _add_resources(server: MCPServer[Any], engine: Callable[[], Engine]) -> None:
    @server.resource(
        "dovidnyk://sections",
        title="Contents of the guide",
        description="all sections held, with their ids",
        mime_type="text/markdown",
    )
    def contents() -> str:
        with _failures_told(ResourceError, ResourceNotFoundError):
            sections = engine().build.guide.sections.values()
        return "\n".join(f"- [{section.citation}](dovidnyk://sections/{section.id})" for section in sections)

    @server.resource(
        "dovidnyk://sections/{section_id}",
        title="A section of the guide",
        description="the section and everything under it, verbatim, in Ukrainian",
        mime_type="text/markdown",
    )
    def section(section_id: str) -> str:
        with _failures_told(ResourceError, ResourceNotFoundError):
            guide = engine().build.guide
            return section_markdown(guide, guide.section(section_id))


@contextmanager
def _failures_told(failure: type[Exception] = ToolError, missing: type[Exception] = ToolError) -> Iterator[None]:
    """Tell the model what was wrong and what would be right: only such errors keep their message."""
    try:
        yield
    except SectionNotFoundError as error:
        raise missing(str(error)) from error
    except DovidnykError as error:
        raise failure(str(error)) from error


@contextmanager
def _own_logging_kept() -> Iterator[None]:
    """Keep what the process set up for its logs: the SDK would add a handler of its own to all of them."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
