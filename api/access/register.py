"""What a server knows of partners: looked up by key id and by origin, and kept up with the file."""

import logging
import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from api.access.keys import Kind, Presented, is_same_key
from api.access.partner_store import PartnersError, read_partners
from api.access.partners import KeyRecord, Partner, Partners

_SECONDS_BETWEEN_LOOKS = 0.5
_LOGGER = logging.getLogger("dovidnyk")


@dataclass(frozen=True, slots=True)
class Directory:
    """The partners at one time.

    Attributes:
        keyed: whether calls need a key at all.
    """

    keyed: bool = False
    keys: dict[str, tuple[KeyRecord, Partner | None]] = field(default_factory=dict)
    partners_by_origin: dict[str, tuple[Partner, ...]] = field(default_factory=dict)

    def find(self, presented: Presented, now: datetime) -> tuple[KeyRecord, Partner | None] | None:
        """The record of a valid key, and whose it is; `None` if it is unknown, forged, revoked or expired."""
        found = self.keys.get(presented.id)
        same = is_same_key(presented, found[0].digest if found else None)
        return found if found and same and found[0].kind is presented.kind and found[0].is_valid(now) else None

    def knows_origin(self, origin: str, now: datetime) -> bool:
        """Whether a partner with a valid browser key has pages there."""
        return any(one.is_active(Kind.BROWSER, now) for one in self.partners_by_origin.get(origin, ()))


def directory_of(partners: Partners, *, keyed: bool = False) -> Directory:
    """The directory of some partners; `keyed` once calls have needed a key, as they do from then on."""
    keys: dict[str, tuple[KeyRecord, Partner | None]] = {key.id: (key, None) for key in partners.admin_keys}
    by_origin: dict[str, tuple[Partner, ...]] = {}
    for partner in partners.partners:
        keys |= {key.id: (key, partner) for key in partner.keys}
        for origin in partner.origins:
            by_origin[origin] = (*by_origin.get(origin, ()), partner)
    return Directory(keyed or partners.has_keys, keys, by_origin)


class Register:
    """Gives the directory as it is in the file, at most `_SECONDS_BETWEEN_LOOKS` late.

    A file that goes missing or is damaged while the server runs opens nothing: the partners read before stay, and that
    is logged once.
    """

    def __init__(self, file: Path) -> None:
        """Read the file.

        Raises:
            PartnersError: it is there and can't be used.
        """
        self._file = file
        self._seen = self._stamp()
        self._directory = directory_of(read_partners(file))
        self._looked = time.monotonic()

    def directory(self) -> Directory:
        """The partners now."""
        if time.monotonic() - self._looked >= _SECONDS_BETWEEN_LOOKS:
            self._look()
        return self._directory

    def _look(self) -> None:
        self._looked = time.monotonic()
        stamp = self._stamp()
        if stamp == self._seen:
            return
        self._seen = stamp
        try:
            if stamp is None:
                raise PartnersError(f"{self._file}: is gone; restore it")
            self._directory = directory_of(read_partners(self._file), keyed=self._directory.keyed)
        except PartnersError as error:
            _LOGGER.error("partners as read before stay in force: %s", error)

    def _stamp(self) -> tuple[int, int, int] | None:
        """What changes whenever the file is replaced or written."""
        try:
            stat = os.stat(self._file)  # noqa: PTH116, a third of pathlib's time, on the way of requests
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size


def utc_now() -> datetime:
    """The time against which keys are checked."""
    return datetime.now(UTC)
