"""Quotas as callers see them: `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10."""

from collections.abc import Sequence
from dataclasses import dataclass

WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left of one limit after a request.

    Attributes:
        name: `caller` or `partner`.
        allowed: requests in `WINDOW_SECONDS`.
        left: requests that may still come.
        reset: seconds until one more may.
        over: whether this request was one too many.
    """

    name: str
    allowed: int
    left: int
    reset: int
    over: bool


def quota_headers(quotas: Sequence[Quota]) -> dict[str, str]:
    """The two headers; none without limits."""
    if not quotas:
        return {}
    policy = ", ".join(f'"{one.name}";q={one.allowed};w={WINDOW_SECONDS}' for one in quotas)
    state = ", ".join(f'"{one.name}";r={one.left};t={one.reset}' for one in quotas)
    return {"RateLimit-Policy": policy, "RateLimit": state}


def exceeded(quotas: Sequence[Quota]) -> Quota | None:
    """The limit that a request went over."""
    return next((one for one in quotas if one.over), None)
