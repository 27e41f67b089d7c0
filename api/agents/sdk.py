"""Whether the MCP SDK, an optional extra, is installed."""

import importlib.util

from search.errors import SettingsError


def require_sdk() -> None:
    """Make sure of it before anything is imported from it.

    Raises:
        SettingsError: it isn't installed; the message names the extra.
    """
    if importlib.util.find_spec("mcp") is None:
        raise SettingsError("answering agents needs the extra 'mcp': pip install 'dovidnyk[mcp]'")
