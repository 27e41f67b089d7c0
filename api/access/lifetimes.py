"""How people write how long a key counts: `30m`, `24h`, `90d`, or the day on which it ends."""

import re
from datetime import UTC, datetime, timedelta

from search.errors import DovidnykError

_DURATION = re.compile(r"(?P<count>\d{1,6})(?P<unit>[smhd])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class LifetimeError(DovidnykError):
    """A text that is no duration and no time."""


def parse_duration(text: str) -> timedelta:
    """A duration.

    Raises:
        LifetimeError: it isn't a number with one of the units.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise LifetimeError(f"'{text}' is no duration; expected a number with s, m, h or d: 24h, 90d")
    return timedelta(**{_UNITS[match["unit"]]: int(match["count"])})


def parse_end(text: str, now: datetime) -> datetime:
    """When something ends: after a duration, or at a day's beginning or a time, UTC where none is named.

    Raises:
        LifetimeError: it is neither, or over already.
    """
    if _DURATION.fullmatch(text.strip()):
        return now + parse_duration(text)
    try:
        end = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise LifetimeError(f"'{text}' is no time; expected a duration or a day: 90d, 2027-03-31") from error
    end = end if end.tzinfo else end.replace(tzinfo=UTC)
    if end <= now:
        raise LifetimeError(f"'{text}' is over already; expected a time to come")
    return end
