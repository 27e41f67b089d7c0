"""What a request for `/admin` or `/metrics` is sent with."""

from datetime import timedelta
from pathlib import Path

from api.access.changes import record_of
from api.access.keys import Kind, make_key
from api.access.partner_store import change_partners, partners_file
from api.access.partners import now_utc


def admin_headers(var: Path) -> dict[str, str]:
    """Headers with the admin key of a folder, which is made on the first call: before its server starts, best."""
    kept = var / "admin-key"
    if not kept.exists():
        key = make_key(Kind.ADMIN)
        record = record_of(key, now_utc() - timedelta(seconds=1), None)
        change_partners(
            partners_file(var), lambda known: known.model_copy(update={"admin_keys": (*known.admin_keys, record)})
        )
        kept.write_text(key.text, encoding="ascii")
    return {"Authorization": f"Bearer {kept.read_text(encoding='ascii')}"}
