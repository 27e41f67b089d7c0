"""The key with which tests read what is only the operator's."""

from datetime import timedelta
from pathlib import Path

from api.access.changes import record_of
from api.access.keys import Kind, make_key
from api.access.partner_store import change_partners, partners_file
from api.access.partners import now_utc


def operator_headers(var: Path) -> dict[str, str]:
    """Headers with an admin key that is made for a folder `var`; for a server that is started after it."""
    key = make_key(Kind.ADMIN)
    record = record_of(key, now_utc() - timedelta(seconds=1), None)
    change_partners(
        partners_file(var), lambda known: known.model_copy(update={"admin_keys": (*known.admin_keys, record)})
    )
    return {"Authorization": f"Bearer {key.text}"}
