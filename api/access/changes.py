"""What can be done to partners and keys. Each change is a pure function that gives the partners as they are then."""

from collections.abc import Callable, Iterable
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from api.access.keys import NewKey
from api.access.partner_store import PartnersError
from api.access.partners import KeyRecord, Partner, PartnerId, Partners

Change = Callable[[Partners], Partners]

_PARTNER_ID: TypeAdapter[str] = TypeAdapter(PartnerId)


def is_partner_id(text: str) -> bool:
    """Whether a partner can have this id."""
    try:
        _PARTNER_ID.validate_python(text)
    except ValidationError:
        return False
    return True


def add_partner(partners: Partners, partner: Partner) -> Partners:
    """A further partner.

    Raises:
        PartnersError: there is one of that id.
    """
    if any(one.id == partner.id for one in partners.partners):
        raise PartnersError(f"partner {partner.id} is there already; 'dovidnyk partner list' shows it")
    return _with(partners, partners=(*partners.partners, partner))


def change_partner(partners: Partners, partner_id: str, change: Callable[[Partner], Partner]) -> Partners:
    """One partner changed.

    Raises:
        PartnersError: there is no such partner.
    """
    find_partner(partners, partner_id)
    changed = tuple(change(one) if one.id == partner_id else one for one in partners.partners)
    return _with(partners, partners=changed)


def find_partner(partners: Partners, partner_id: str) -> Partner:
    """A partner by its id.

    Raises:
        PartnersError: there is none.
    """
    for one in partners.partners:
        if one.id == partner_id:
            return one
    there = ", ".join(one.id for one in partners.partners) or "none yet; 'dovidnyk partner add' adds one"
    raise PartnersError(f"no partner {partner_id}; there are: {there}")


def add_key(partners: Partners, partner_id: str | None, key: KeyRecord) -> Partners:
    """A further key of a partner, or an admin key where no partner is named."""
    if partner_id is None:
        return _with(partners, admin_keys=(*partners.admin_keys, key))
    return change_partner(partners, partner_id, lambda one: one.model_copy(update={"keys": (*one.keys, key)}))


def change_origins(partner: Partner, added: Iterable[str], removed: Iterable[str]) -> Partner:
    """A partner with other origins, each in the form of browsers.

    Raises:
        PartnersError: one to remove isn't there.
    """
    gone = set(removed)
    if missing := gone - set(partner.origins):
        raise PartnersError(
            f"{partner.id} has no origin {min(missing)}; it has: {', '.join(partner.origins) or 'none'}"
        )
    kept = [origin for origin in partner.origins if origin not in gone]
    return partner.model_copy(update={"origins": tuple(dict.fromkeys([*kept, *added]))})


def find_key(partners: Partners, key_id: str) -> tuple[str | None, KeyRecord]:
    """A key with its partner's id, `None` for an admin key.

    Raises:
        PartnersError: there is none.
    """
    for partner in partners.partners:
        for key in partner.keys:
            if key.id == key_id:
                return partner.id, key
    for key in partners.admin_keys:
        if key.id == key_id:
            return None, key
    raise PartnersError(f"no key {key_id}; expected the eight letters and digits that 'dovidnyk partner list' shows")


def rotate_key(partners: Partners, key_id: str, key: KeyRecord, old_expires: datetime) -> Partners:
    """A new key beside an old one, which ends at a given time unless it ends before.

    Raises:
        PartnersError: there is no such key, or it doesn't count any more.
    """
    partner_id, old = find_key(partners, key_id)
    if not old.is_valid(key.created):
        raise PartnersError(f"key {key_id} is {old.state(key.created)}; make a new one with 'dovidnyk partner key'")
    ends = min(old.expires, old_expires) if old.expires else old_expires
    return add_key(_with_key(partners, old.model_copy(update={"expires": ends})), partner_id, key)


def revoke_key(partners: Partners, key_id: str, now: datetime) -> Partners:
    """A key that counts no more; revoking again changes nothing.

    Raises:
        PartnersError: there is no such key.
    """
    _, key = find_key(partners, key_id)
    return _with_key(partners, key.model_copy(update={"revoked": key.revoked or now}))


def record_of(key: NewKey, created: datetime, expires: datetime | None) -> KeyRecord:
    """What is kept of a new key."""
    return KeyRecord(id=key.id, kind=key.kind, digest=key.digest, created=created, expires=expires)


def _with_key(partners: Partners, changed: KeyRecord) -> Partners:
    def replace(keys: tuple[KeyRecord, ...]) -> tuple[KeyRecord, ...]:
        return tuple(changed if key.id == changed.id else key for key in keys)

    holders = tuple(one.model_copy(update={"keys": replace(one.keys)}) for one in partners.partners)
    return _with(partners, partners=holders, admin_keys=replace(partners.admin_keys))


def _with(before: Partners, /, **changed: object) -> Partners:
    """Copies skip the checks of the form; this makes them."""
    return Partners.model_validate(before.model_copy(update=changed).model_dump())
