"""The MCP server over standard input and output: for a program that starts `dovidnyk mcp` itself."""

from api.agents.sdk import require_sdk
from api.search_threads import SearchThreads
from search.engine import open_engine
from search.passages.stores import passage_store
from search.settings import Settings


def serve_stdio(settings: Settings) -> None:
    """Answer until the input ends. Only messages go to standard output; the SDK turns all else to standard error.

    Raises:
        SettingsError: the MCP SDK isn't installed.
        BuildError, EncoderError: nothing usable is published.
    """
    require_sdk()
    from api.agents.server import make_server

    engine = open_engine(settings.var, settings.threads, passage_store(settings, settings.var / "index"))
    threads = SearchThreads(settings.threads, settings.queue)
    try:
        make_server(lambda: engine, threads).run("stdio")
    finally:
        threads.close()
