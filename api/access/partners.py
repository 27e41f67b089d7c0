"""Partners and their keys as the file of partners holds them. All times are UTC."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from api.access.keys import Kind
from api.access.origins import parse_origin

SCHEMA_VERSION = 1


def _browser_form(origin: str) -> str:
    try:
        found = parse_origin(origin)
    except Exception as error:
        raise ValueError(str(error)) from error
    if found != origin:
        raise ValueError(f"expected the form of browsers, '{found}', found '{origin}'")
    return origin


Origin = Annotated[str, AfterValidator(_browser_form)]
PartnerId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeyRecord(_Record):
    """What is kept of a key: never the key itself."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    kind: Kind
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the whole key")]
    created: AwareDatetime
    expires: AwareDatetime | None = None
    revoked: AwareDatetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Whether the key still counts."""
        return self.revoked is None and (self.expires is None or now < self.expires)

    def state(self, now: datetime) -> str:
        """`valid`, `expired` or `revoked`."""
        if self.revoked:
            return "revoked"
        return "valid" if self.is_valid(now) else "expired"


class Partner(_Record):
    """Who may call, from which pages, and how much.

    Attributes:
        limit: requests a minute of all its callers together; `None` for `DOVIDNYK_PARTNER_LIMIT`.
    """

    id: PartnerId
    origins: tuple[Origin, ...] = ()
    limit: Annotated[int, Field(ge=1)] | None = None
    keys: tuple[KeyRecord, ...] = ()

    @model_validator(mode="after")
    def _holds_no_admin_key(self) -> "Partner":
        if any(key.kind is Kind.ADMIN for key in self.keys):
            raise ValueError("an admin key belongs in admin_keys, not to a partner")
        return self

    def is_active(self, kind: Kind, now: datetime) -> bool:
        """Whether it has a valid key of a kind."""
        return any(key.kind is kind and key.is_valid(now) for key in self.keys)


class Partners(_Record):
    """All partners, and the admin keys."""

    schema_version: Annotated[int, Field(ge=SCHEMA_VERSION, le=SCHEMA_VERSION)] = SCHEMA_VERSION
    partners: tuple[Partner, ...] = ()
    admin_keys: tuple[KeyRecord, ...] = ()

    @model_validator(mode="after")
    def _has_each_id_once(self) -> "Partners":
        for what, ids in (("partner", [one.id for one in self.partners]), ("key", [key.id for key in self.all_keys])):
            twice = {one for one in ids if ids.count(one) > 1}
            if twice:
                raise ValueError(f"{what} {min(twice)} is there twice")
        return self

    @property
    def all_keys(self) -> tuple[KeyRecord, ...]:
        """The keys of all partners, and the admin keys."""
        return (*(key for partner in self.partners for key in partner.keys), *self.admin_keys)

    @property
    def has_keys(self) -> bool:
        """Whether any partner was ever given a key: from then on, calls need one."""
        return any(partner.keys for partner in self.partners)


def now_utc() -> datetime:
    """The time, to the second, as it is kept."""
    return datetime.now(UTC).replace(microsecond=0)
