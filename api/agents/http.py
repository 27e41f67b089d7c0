"""The MCP server at `/mcp` of the service: Streamable HTTP, without sessions, so that any worker can answer."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.routing import BaseRoute

from api.agents.sdk import require_sdk
from api.search_threads import SearchThreads
from search.engine import Engine


class AgentEndpoint:
    """The route, and what must run while it is served."""

    def __init__(self, engine: Callable[[], Engine], threads: SearchThreads) -> None:
        """Make the server.

        Raises:
            SettingsError: the MCP SDK isn't installed.
        """
        require_sdk()
        from mcp.server.transport_security import TransportSecuritySettings

        from api.agents.server import make_server

        self._server = make_server(engine, threads)
        # Who may call is decided for all addresses alike, before this one is reached.
        anyone = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        application = self._server.streamable_http_app(
            json_response=True, stateless_http=True, transport_security=anyone
        )
        self.routes: list[BaseRoute] = list(application.routes)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer while this is entered; once only."""
        async with self._server.session_manager.run():
            yield
