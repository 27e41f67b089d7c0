"""The MCP server over standard input and output: for a program that starts `dovidnyk mcp` itself."""

from api.agents.sdk import require_sdk
from api.search_threads import SearchThreads
from search.opening import open_engine
from search.settings import Settings


def serve_stdio(settings: Settings) -> None:
    """Answer until the input ends. Only messages go to standard output; the SDK turns all else to standard error.

    Raises:
        SettingsError: the MCP SDK isn't installed.
        BuildError, EncoderError: nothing usable is published.
    """
    require_sdk()
    from api.agents.server import make_server

    engine = open_engine(settings)
    threads = SearchThreads(settings.threads, settings.queue)
    try:
        make_server(lambda: engine, threads).run("stdio")
    finally:
        threads.close()
