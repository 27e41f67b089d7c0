"""How the HTTP server is run: without logs of its own, with limits on heads and connections, HTTP alone."""

from typing import Any

from api.http_protocol import bounded_protocol
from search.settings import Settings


def server_options(settings: Settings) -> dict[str, Any]:
    """Arguments of `uvicorn.run` and `uvicorn.Config` beside the application and the address."""
    return {
        "http": bounded_protocol(settings.request_seconds, settings.connections),
        "ws": "none",  # its log lines hold addresses and questions
        "log_config": None,  # api/logs.py has it
        "log_level": settings.log_level,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,  # api/app.py reads them, by DOVIDNYK_TRUSTED_PROXIES
    }
