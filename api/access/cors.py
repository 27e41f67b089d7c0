"""What browsers are told of requests from other origins: never a wildcard with credentials, always the one origin."""

from collections.abc import Mapping

PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match, X-Dovidnyk-Key, X-Request-Id",
    "Access-Control-Max-Age": "3600",
}
"""`Authorization` is left out on purpose: a secret key has no place in a page."""

_EXPOSED = "ETag, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Request-Id"


def is_preflight(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a browser asks what it may send before it sends it."""
    return method == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers


def headers_for(origin: str) -> dict[str, str]:
    """Let pages of an origin read a response, and the headers that they need."""
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _EXPOSED}
